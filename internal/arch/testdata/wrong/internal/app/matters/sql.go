package matters

import _ "database/sql"
