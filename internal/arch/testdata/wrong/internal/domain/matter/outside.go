package matter

import _ "net/http"
