package mail

import _ "samverk/internal/store"
