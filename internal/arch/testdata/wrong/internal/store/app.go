package store

import _ "samverk/internal/app"
