package matters

import _ "samverk/internal/app/apptest"
