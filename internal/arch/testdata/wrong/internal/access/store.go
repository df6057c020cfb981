package access

import _ "samverk/internal/store"
