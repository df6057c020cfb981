package meetings

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"samverk/internal/app/meetings"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/fault"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// draftFields are the form's names of the fields that are typed in.
var draftFields = []struct {
	field meeting.Field
	name  string
}{
	{meeting.DecisionText, "text"}, {meeting.ResponsibleText, "ansvarig"}, {meeting.DueText, "klart"}, {meeting.FollowText, "foljs-upp"},
	{meeting.ReservationText, "reservation"}, {meeting.NoteText, "anteckning"},
}

// headOf gives the text of a field that the page goes on with: the viewer's own of
// two that stand, else the first.
func headOf(h meeting.Heads, person string) meeting.Draft {
	if i := slices.IndexFunc(h, func(d meeting.Draft) bool { return d.By == person }); i >= 0 {
		return h[i]
	}
	if len(h) > 0 {
		return h[0]
	}
	return meeting.Draft{}
}

// whose gives the body whose text a field is, as drafts name it.
func (p conductPage) whose(f meeting.Field) string {
	body, err := p.Meeting.Whose(f, p.body)
	if err != nil {
		return "" // a body that does not decide here words nothing
	}
	return body
}

// heads gives the texts that stand of a field, of the body in whose name the page
// records.
func (p conductPage) heads(f meeting.Field) meeting.Heads {
	return meeting.HeadsOf(p.Typed, p.Now.ID, f, p.whose(f))
}

// head gives the text that the page goes on with: the one that was saved with the
// form, else as headOf.
func (p conductPage) head(f meeting.Field) meeting.Draft {
	h := p.heads(f)
	if i := slices.IndexFunc(h, func(d meeting.Draft) bool { return itoa64(d.No) == p.Form.Get("nr-"+inputOf(f)) }); i >= 0 {
		return h[i]
	}
	return headOf(h, p.me)
}

// sent gives what the form that is shown again said of a field, and the number of
// the text that it was written over; ok is false where it said nothing.
func (p conductPage) sent(f meeting.Field) (text string, base int64, ok bool) {
	name := inputOf(f)
	if p.Form.All(name) == nil {
		return "", 0, false
	}
	text = lines(p.Form.Values.Get(name))
	base, err := strconv.ParseInt(p.Form.Get("bas-"+name), 10, 64)
	if err != nil { // it has been saved
		return text, p.head(f).No, true
	}
	return text, base, base != 0 || text != ""
}

// baseOf gives the number of the text that the field is written over.
func (p conductPage) baseOf(f meeting.Field) int64 {
	if _, base, ok := p.sent(f); ok {
		return base
	}
	return p.head(f).No
}

// unsaved reports whether the field shows something else than the text that it is
// written over.
func (p conductPage) unsaved(f meeting.Field) bool {
	text, base, ok := p.sent(f)
	h := p.head(f)
	return ok && (base != h.No || text != h.Text)
}

// ownOp gives the key of the text that the field shows where the viewer saved it.
func (p conductPage) ownOp(f meeting.Field) string {
	if d := p.head(f); d.By == p.me {
		return d.Op
	}
	return ""
}

func inputOf(f meeting.Field) string {
	for _, x := range draftFields {
		if x.field == f {
			return x.name
		}
	}
	return ""
}

// toldOf says when the field was saved, and by whom when it was somebody else.
func (p conductPage) toldOf(f meeting.Field) string {
	switch d := p.head(f); {
	case d.No == 0:
		return ""
	case d.By == p.me:
		return p.T.S("live.saved", savedAt(p.T, d))
	default:
		return p.T.S("live.saved_by", savedAt(p.T, d), d.As)
	}
}

// choice is what a button sends that chooses among texts: the field, the one
// chosen (0: all, after one another), those that were seen, and whose they are.
func choice(f meeting.Field, h meeting.Heads, no int64) string {
	seen := make([]string, len(h))
	for i, d := range h {
		seen[i] = strconv.FormatInt(d.No, 10)
	}
	return fmt.Sprintf("%s|%d|%s|%s", f, no, strings.Join(seen, ","), h[0].Body)
}

// chooser is who chooses among texts: what stood in the field then, the number of
// the text that it was written over, and the key that the page's script gave it.
type chooser struct {
	person, base, op string
}

// saw reports whether the chooser has seen a text that stands: it stood on the
// page, or is what the chooser has typed in that one since.
func (c chooser) saw(d meeting.Draft, seen []string) bool {
	hand, _ := d.Hand()
	own, _ := meeting.Draft{Op: c.op}.Hand()
	return slices.Contains(seen, itoa64(d.No)) || d.By == c.person && (slices.Contains(seen, itoa64(d.Base)) || hand != "" && hand == own)
}

// chosen reads a choice against the texts that stand: the text, what it is written
// over, and what it settles.
func chosen(s string, typed []meeting.Draft, item string, c chooser) (f meeting.Field, in meetings.DraftInput, ok bool) {
	parts := strings.Split(s, "|")
	if len(parts) != 4 {
		return "", in, false
	}
	f = meeting.Field(parts[0])
	no, seen := parts[1], strings.Split(parts[2], ",")
	in.Body = parts[3]
	var texts []string
	for _, d := range meeting.HeadsOf(typed, item, f, in.Body) {
		if !c.saw(d, seen) {
			continue // not seen by the one who chooses: it stands
		}
		in.Settles = append(in.Settles, d.No)
		since := d.By == c.person && !slices.Contains(seen, itoa64(d.No)) && (itoa64(d.Base) == no || c.base == no)
		if no == "0" || itoa64(d.No) == no || since {
			texts = append(texts, d.Text)
			in.Base = d.No
		}
	}
	in.Text = strings.Join(texts, "\n\n")
	return f, in, len(texts) > 0
}

// draft keeps what was typed: one field, from the page's script, answered as
// JSON; or the whole form as it stands, answered with the page and everything
// that was typed in it.
func (h *Handler) draft(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	if f.Has("falt") {
		return h.draftField(w, r, f)
	}
	item := f.Get("punkt")
	name := inputOf(meeting.Field(strings.Split(f.Values.Get("valj"), "|")[0]))
	c := chooser{session.Actor(r).Person, f.Get("bas-" + name), f.Get("nyckel-" + name)}
	if f.Has("valj") && c.op == "" { // without the page's script nothing says whether something was typed in the field since
		f.Values.Del("bas-" + name)
	}
	if err := h.keepTyped(r, f, item); err != nil {
		return err
	}
	if f.Has("valj") && f.Error(name) == "" {
		if err := h.choose(r, f, item, c); err != nil {
			return err
		}
	}
	f.Values.Del("valj")
	return h.showConduct(w, r, item, f)
}

// choose settles texts that stand side by side as the form says.
func (h *Handler) choose(r *http.Request, f *page.Form, item string, c chooser) error {
	v, err := meetings.Follow.Do(r.Context(), h.sys, session.Actor(r), meetings.PageInput{Meeting: r.PathValue("id")})
	if err != nil {
		return err
	}
	field, in, ok := chosen(f.Values.Get("valj"), v.Typed, item, c)
	if !ok {
		return nil
	}
	in.Meeting, in.Item, in.Field, in.Op = r.PathValue("id"), item, field, c.op+"+"
	if c.op == "" {
		in.Op = "valj/" + f.Get("_once") + "/" + string(field)
	}
	if _, err := meetings.SaveDraft.Do(r.Context(), h.sys, session.Actor(r), in); err != nil {
		return err
	}
	for _, key := range []string{"", "bas-", "nr-"} { // the page goes on with what was chosen
		f.Values.Del(key + inputOf(field))
	}
	return nil
}

// keepTyped keeps the fields of a form that were typed in, each over the text that
// the form was made from. What another has saved in between stands beside it.
func (h *Handler) keepTyped(r *http.Request, f *page.Form, item string) error {
	for _, x := range draftFields {
		base, err := strconv.ParseInt(f.Get("bas-"+x.name), 10, 64)
		if err != nil || base == 0 && f.Get(x.name) == "" {
			continue // the form did not have the field, or nothing was ever typed
		}
		s, err := meetings.SaveDraft.Do(r.Context(), h.sys, session.Actor(r), meetings.DraftInput{
			Meeting: r.PathValue("id"), Item: item, Field: x.field, Body: f.Get("organ"), Text: lines(f.Values.Get(x.name)), Base: base,
			Op: cmp.Or(f.Get("nyckel-"+x.name), f.Get("_once")+"/"+x.name+"/"+f.Get("bas-"+x.name)),
		})
		var told *fault.Error
		if errors.As(err, &told) && told.Kind == fault.Invalid {
			f.Fault(x.name, told.Key, told.Args...)
			continue
		}
		if err != nil && !errors.Is(err, fault.Conflict) { // a conflict: the same form was sent before with another text, which stands
			return err
		}
		f.Values.Del("bas-" + x.name)
		f.Values.Set("nr-"+x.name, itoa64(s.No))
	}
	return nil
}

// writesOn has a form that is sent once more, from the page that says what stopped it,
// go on from the texts that were kept when it was sent first.
func writesOn(f *page.Form) {
	for _, x := range draftFields {
		if no := f.Get("nr-" + x.name); no != "" {
			f.Values.Set("bas-"+x.name, no)
			f.Values.Del("nyckel-" + x.name)
		}
	}
}

// lines gives a text with the ends of its lines as they are kept: a form sends two
// characters for each.
func lines(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

// keptField is the answer to a field that was saved.
type keptField struct {
	No   int64  `json:"no"`
	Said string `json:"said"`
	typedField
}

func (h *Handler) draftField(w http.ResponseWriter, r *http.Request, f *page.Form) error {
	base, err := strconv.ParseInt(f.Get("bas"), 10, 64)
	if err != nil {
		return fault.New(fault.Invalid, "draft.base_unknown")
	}
	in := meetings.DraftInput{Meeting: r.PathValue("id"), Item: f.Get("punkt"), Field: meeting.Field(f.Get("falt")), Body: f.Get("organ"), Text: lines(f.Values.Get("text")), Base: base, Op: f.Get("nyckel")}
	s, err := meetings.SaveDraft.Do(r.Context(), h.sys, session.Actor(r), in)
	var told *fault.Error
	if errors.As(err, &told) && (told.Kind == fault.Invalid || told.Kind == fault.Conflict) {
		return answer(w, http.StatusUnprocessableEntity, map[string]string{"error": t(r).S(told.Key, told.Args...)})
	}
	if err != nil {
		return err
	}
	out := keptField{No: s.No}
	for _, d := range s.Heads {
		if d.No == s.No {
			out.Said = t(r).S("live.saved", savedAt(t(r), d))
		}
	}
	if out.typedField, err = fieldOf(t(r), s.Heads); err != nil {
		return err
	}
	return answer(w, http.StatusOK, out)
}

func answer(w http.ResponseWriter, status int, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, err = w.Write(data)
	return err
}

// leftOver gives the texts of an item that were typed and stand in no record of
// it: a meeting was closed, or a decision recorded, while somebody typed. A note
// is no part of a record, and a day stands there otherwise than it was typed. called is the body that called the meeting.
func leftOver(i *meetings.ItemView, typed []meeting.Draft, called string) []meeting.Draft {
	var out []meeting.Draft
	for _, d := range typed {
		decided := slices.DeleteFunc(slices.Clone(i.Decisions), func(r decision.Record) bool { return r.Body != cmp.Or(d.Body, called) })
		if d.Item != i.ID || slices.Contains([]meeting.Field{meeting.NoteText, meeting.DueText, meeting.FollowText}, d.Field) || strings.TrimSpace(d.Text) == "" || len(decided) == 0 {
			continue
		}
		s := strings.TrimSpace(d.Text)
		in := false
		for _, r := range decided {
			in = in || slices.Contains([]string{r.Terms.Text, r.Terms.Reservation, r.Terms.Responsible}, s)
		}
		if !in {
			out = append(out, d)
		}
	}
	return out
}

func fieldName(t text.T, f meeting.Field) string { return t.S("live.field." + string(f)) }

// typedField gives a field with what was sent, or else with the text that stands.
func (p conductPage) typedField(f meeting.Field, name, label string) ui.Field {
	x := p.Form.Field(name, label)
	if _, _, ok := p.sent(f); !ok {
		x.Value = p.head(f).Text
	}
	return x
}

// itemOf says which item is looked at.
func itemOf(p conductPage) string {
	if p.Now == nil {
		return ""
	}
	return p.T.S("meetings.item_of", p.Now.Pos, len(p.Items))
}
