package app

import "samverk/internal/store"

func unit(tx *store.Tx) store.Own { return store.BindTo(tx, nil) }
