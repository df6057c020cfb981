package web

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"samverk/internal/app"
	"samverk/internal/domain/personnummer"
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
	sentForm
	Change []ui.Field // what was sent that holds a number, to be changed there
	Reason ui.Field
	Errors []ui.FieldError
}

// sentForm is a form as it was sent, to be sent again: where to, its values, and the
// names of the fields that files were chosen in.
type sentForm struct {
	Action string
	Sent   []sentValue
	Files  []string
}

type sentValue struct{ Name, Value string }

// sentOf gives the form of a request that has been read.
func sentOf(r *http.Request) sentForm {
	out := sentForm{Action: here(r)}
	for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
		for _, value := range r.PostForm[name] {
			out.Sent = append(out.Sent, sentValue{name, value})
		}
	}
	if r.MultipartForm != nil {
		out.Files = slices.Sorted(maps.Keys(r.MultipartForm.File))
	}
	return out
}

// shortest is how many characters a text has at least to be shown beside the form in
// which it is sent again: what is shorter is soon typed anew.
const shortest = 60

// Texts gives what was typed at length.
func (f sentForm) Texts() []string {
	var out []string
	for _, x := range f.Sent {
		if strings.Contains(x.Value, "\n") || utf8.RuneCountInString(x.Value) >= shortest {
			out = append(out, x.Value)
		}
	}
	return out
}

// stoppedOf gives the view of an error that is the guard's; nil for any other.
func stoppedOf(t text.T, r *http.Request, err error) *stoppedView {
	var stopped *app.Stopped
	if !errors.As(err, &stopped) {
		return nil
	}
	v := stoppedView{sentForm: sentOf(r), Reason: ui.Field{Name: page.Despite, Label: t.S("guard.reason"), Hint: t.S("guard.reason_hint"), Value: r.PostFormValue(page.Despite)}}
	for _, s := range stopped.Stops {
		v.Number = v.Number || s.Masked != ""
		if where := page.StopAt(t, s); !slices.Contains(v.Where, where) {
			v.Where = append(v.Where, where)
		}
	}
	v.Sent = slices.DeleteFunc(v.Sent, func(x sentValue) bool {
		if x.Name != page.Despite && len(personnummer.Scan(x.Value)) > 0 {
			f := ui.Field{Name: x.Name, ID: "andra-" + strconv.Itoa(len(v.Change)+1), Label: t.S("guard.change"), Value: x.Value, Rows: 3}
			v.Change = append(v.Change, f)
			return true
		}
		return x.Name == page.Despite
	})
	v.Reason.Optional = len(v.Change) > 0
	for _, f := range fault.All(stopped.Why) {
		v.Errors = append(v.Errors, ui.FieldError{Name: page.Despite, Message: t.S(f.Key, f.Args...)})
	}
	if len(v.Errors) > 0 {
		v.Reason.Error = v.Errors[0].Message
	}
	return &v
}
