package web

import (
	"errors"
	"maps"
	"net/http"
	"slices"

	"samverk/internal/app"
	"samverk/internal/fault"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/ui"
)

// stoppedView is what the guard against personal identity numbers has stopped,
// on the page of failures: where, and the form again with everything that was
// sent, so that nothing typed is gone, and with a field for the reason of
// somebody who lets it through.
type stoppedView struct {
	Where  []string
	Number bool // a number was found; else a file was not read
	Action string
	Sent   []sentValue
	Files  []string // names of the fields that files were chosen in
	Reason ui.Field
	Errors []ui.FieldError
}

type sentValue struct{ Name, Value string }

// stoppedOf gives the view of an error that is the guard's; nil for any other.
func stoppedOf(t text.T, r *http.Request, err error) *stoppedView {
	var stopped *app.Stopped
	if !errors.As(err, &stopped) {
		return nil
	}
	v := stoppedView{Action: here(r), Reason: ui.Field{Name: page.Despite, Label: t.S("guard.reason"), Hint: t.S("guard.reason_hint"), Value: r.PostFormValue(page.Despite)}}
	for _, s := range stopped.Stops {
		v.Number = v.Number || s.Masked != ""
		if where := page.StopAt(t, s); !slices.Contains(v.Where, where) {
			v.Where = append(v.Where, where)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
		if name == page.Despite {
			continue
		}
		for _, value := range r.PostForm[name] {
			v.Sent = append(v.Sent, sentValue{name, value})
		}
	}
	if r.MultipartForm != nil {
		v.Files = slices.Sorted(maps.Keys(r.MultipartForm.File))
	}
	for _, f := range fault.All(stopped.Why) {
		v.Errors = append(v.Errors, ui.FieldError{Name: page.Despite, Message: t.S(f.Key, f.Args...)})
	}
	if len(v.Errors) > 0 {
		v.Reason.Error = v.Errors[0].Message
	}
	return &v
}
