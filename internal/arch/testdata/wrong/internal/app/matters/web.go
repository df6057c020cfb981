package matters

import _ "samverk/internal/web"
