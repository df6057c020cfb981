package matter

import _ "samverk/internal/domain/meeting"
