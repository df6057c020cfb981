package portals

import (
	"context"

	"samverk/internal/app"
	"samverk/internal/domain/mandate"
)

// MandatesView is the mandate table of the county.
type MandatesView struct {
	Frame
	Rows []mandate.Row
}

// Mandates gives what every body may do with every kind of document.
var Mandates = app.NewQuery("portal.mandates", func(ctx context.Context, u *app.Unit, _ struct{}) (MandatesView, error) {
	f, err := frame(ctx, u)
	if err != nil {
		return MandatesView{}, err
	}
	v := MandatesView{Frame: f}
	if f.Structure != nil {
		v.Rows = mandate.Table(f.Structure)
	}
	return v, nil
})
