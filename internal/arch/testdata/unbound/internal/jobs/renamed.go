package jobs

import rows "samverk/internal/store"

var log = rows.LogOf(nil)
