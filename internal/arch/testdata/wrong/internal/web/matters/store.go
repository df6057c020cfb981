package matters

import _ "samverk/internal/store"
