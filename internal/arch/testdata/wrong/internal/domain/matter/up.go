package matter

import _ "samverk/internal/app"
