package matters

import (
	"samverk/internal/app"
	"samverk/internal/store"
)

// It opens its own transaction and binds it to whomever it likes.
func all(tx *store.Tx) store.Own {
	return store.BindTo(tx, nil)
}

func write(sys *app.System) error { return sys.Store.Write(nil, nil) }
