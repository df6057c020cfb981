package meeting

import _ "samverk/internal/domain/matter"
