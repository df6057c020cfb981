package jobs

import _ "samverk/internal/store"
