package demo

import "slices"

// visit is a page as somebody saw it.
type visit struct{ Role, Path string }

// visits are the pages that a story has come to, each once.
type visits []visit

func (v *visits) add(role, path string) {
	if x := (visit{role, path}); !slices.Contains(*v, x) {
		*v = append(*v, x)
	}
}
