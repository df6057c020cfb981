package matter

import "time"

var now = time.Now()
