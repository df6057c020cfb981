package records

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"samverk/internal/app/records"
	"samverk/internal/domain/record"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/sheet"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/ui"
)

func itoa(n int) string     { return strconv.Itoa(n) }
func itoa64(n int64) string { return strconv.FormatInt(n, 10) }

// stateTag says how far a part has come.
func stateTag(t text.T, k record.Kind, s record.State) templ.Component {
	word := t.S("record.state." + string(s))
	switch {
	case k == record.Agenda && s == record.None:
		word = t.S("record.agenda_unsent")
	case s == record.None:
		word = t.S("record.state.none")
	case k == record.Agenda && s == record.Published:
		word = t.S("record.agenda_sent")
	}
	switch s {
	case record.Drafted:
		return ui.Tag(ui.Info, ui.Half, word)
	case record.Checked:
		return ui.Tag(ui.Wait, ui.Lines, word)
	case record.Approved, record.Published:
		return ui.Tag(ui.OK, ui.Check, word)
	}
	return ui.Tag(ui.Idle, ui.Ring, word)
}

// partTag says how far one of the four parts has come, or that it isn't open to the
// reader.
func partTag(p recordPage, x records.Part) templ.Component {
	switch {
	case x.Closed && x.Kind == record.Notes:
		return ui.Tag(ui.Idle, ui.Ring, page.Called(p.T, "record.closed.", p.View.Form))
	case x.Closed:
		return ui.Tag(ui.Idle, ui.Ring, p.T.S("record.closed."+string(x.Kind)))
	}
	return stateTag(p.T, x.Kind, x.State)
}

// partName gives what a part is called.
func partName(t text.T, p recordPage, k record.Kind) string {
	if k == record.Notes {
		return page.RecordName(t, p.View.Form)
	}
	return t.S("record.part." + string(k))
}

// partSays gives what is said of a part beside its state.
func partSays(p recordPage, x records.Part) []string {
	t := p.T
	var out []string
	switch {
	case x.Kind == record.Extract && x.Count > 0:
		out = append(out, t.S("record.extracts", x.Public, x.Count))
	case x.Kind == record.Extract && !x.Closed:
		out = append(out, t.S("record.no_decisions"))
	case !x.At.IsZero() && x.As != "":
		out = append(out, t.S("record.at_by", x.At, x.As))
	case !x.At.IsZero():
		out = append(out, t.S("record.at", x.At))
	}
	if !x.Sent.IsZero() {
		out = append(out, t.S("record.sent_at", x.Sent))
	}
	if x.Kind == record.Decisions && p.Since != "" && p.View.List != nil {
		out = append(out, p.Since)
	}
	if x.Kind == record.Notes {
		if c := clock(p); c != "" {
			out = append(out, c)
		}
	}
	return out
}

// clock says by when the notes are to be ready, or were.
func clock(p recordPage) string {
	c := p.Clock
	switch {
	case c.By == "" && p.View.Demand.Form != "" && p.View.Meeting.On != "" && c.Done == "" && len(p.View.Demand.Law) == 0:
		return p.T.S("record.no_day")
	case c.By == "":
		return ""
	case c.Done != "" && c.Late:
		return p.T.S("record.was_late", c.Done, c.By)
	case c.Done != "":
		return p.T.S("record.was_ready", c.Done, c.By)
	case c.Late:
		return p.T.S("record.is_late", c.By)
	}
	return p.T.S("record.ready_by", c.By, c.Days)
}

// documentAt gives the address of a version as a document.
func documentAt(p recordPage, x record.Part) string {
	kind, version := sheet.Notes, itoa(x.No)
	switch {
	case x.Kind == record.Decisions:
		kind = sheet.Decisions
	case p.View.Form == record.FormMinutes:
		kind = sheet.Minutes
	}
	if x.State == record.None || x.State == record.Drafted {
		version = page.Draft
	}
	return "/moten/" + p.Meeting.ID + "/dokument/" + page.PaperAt(kind) + "?version=" + version
}

// modeSays says who approves the notes, by the text.
func modeSays(p recordPage) string {
	t, d := p.T, p.View.Demand
	switch {
	case p.Mode == record.Asks && len(d.Law) > 0 && d.Said.Check.Zero():
		return t.S("record.mode.law")
	case p.Mode == record.Asks && d.Said.Way == "mail":
		return t.S("record.mode.mail")
	case p.Mode == record.Asks && d.Said.Adjusters.Min > 0:
		return page.Called(t, "record.mode.adjusters.", p.View.Form, d.Said.Adjusters.Min)
	case p.Mode == record.Asks:
		return page.Called(t, "record.mode.asks.", p.View.Form)
	case p.Mode == record.Next:
		return page.Called(t, "record.mode.next.", p.View.Form)
	}
	return t.S("record.mode.free")
}

func modeRules(p recordPage) []rule.Ref {
	if rules := p.View.Demand.ApproveRules(); len(rules) > 0 {
		return rules
	}
	if !p.View.Demand.Forms.Zero() {
		return []rule.Ref{p.View.Demand.Forms}
	}
	return nil
}

// partsTitle heads the parts of the record.
func partsTitle(p recordPage) string {
	if p.Meeting.Written != "" {
		return p.T.S("record.parts_written")
	}
	return p.T.S("record.parts")
}

// title is what the page is called: after the notes, or that it was decided between
// meetings.
func title(t text.T, v records.View) string {
	if v.Meeting.Written != "" {
		return t.S("written.title")
	}
	return page.RecordName(t, v.Form)
}

// formSays says whether a text wants notes at all.
func formSays(p recordPage) string {
	switch p.View.Demand.Form {
	case record.FormMinutes:
		return p.T.S("record.wants_minutes")
	case record.FormNotes:
		return p.T.S("record.wants_notes")
	}
	return p.T.S("record.wants_none")
}

// requestSays says what somebody who was asked has answered.
func requestSays(t text.T, q records.Request) string {
	switch {
	case q.Answer == record.Approves:
		return t.S("record.approved_how", q.AnsweredAt, t.S("record.way."+string(q.Way)))
	case q.Answer == record.SentBack:
		return t.S("record.returned_how", q.AnsweredAt, t.S("record.way."+string(q.Way)))
	}
	return t.S("record.asked_at", q.AskedAt)
}

func asRole(t text.T, as string) string {
	if key := "record.as." + as; t.Has(key) {
		return t.S(key)
	}
	return as
}

// approvedSays says how a part was approved when nobody was asked, or beside it.
func approvedSays(p recordPage) string {
	n := p.View.Notes
	switch {
	case n == nil || n.ApprovedAt.IsZero():
		return ""
	case n.ApprovedWay == record.AtMeeting, n.ApprovedWay == record.OnPaper:
		return p.T.S("record.approved_noted."+string(n.ApprovedWay), n.ApprovedAt, n.ApprovedAs)
	}
	return p.T.S("record.approved_by_all", n.ApprovedAt)
}

// whom gives the recipients as rows: name, why, and what has become of it.
func whom(p recordPage) []ui.Row {
	t := p.T
	var rows []ui.Row
	for _, c := range p.Concerned {
		row := ui.Row{Link: ui.Link{Label: c.Name}, Facts: []string{why(p, c.Why, c.Party)}}
		if !c.Address {
			row.Facts = append(row.Facts, t.S("meetings.no_address"))
		}
		rows = append(rows, row)
	}
	return rows
}

func why(p recordPage, why, party string) string {
	name := party
	if x := p.View.Structure.Party(party); x != nil {
		name = x.Name
	}
	return p.T.S("record.why."+why, name)
}

// sentPart gives the version whose receivers are shown: the notes, or the list of
// decisions while they have not been sent.
func sentPart(p recordPage) string {
	if n := p.View.Notes; n != nil && !n.SentAt.IsZero() {
		return n.ID
	} else if p.View.List != nil {
		return p.View.List.ID
	}
	return ""
}

// sentParties says how many of each party were sent it and have read it, in the
// order of the parties; those of no party come last.
func sentParties(p recordPage) []string {
	type count struct{ read, of int }
	by, part := map[string]count{}, sentPart(p)
	for _, y := range p.Receipts {
		if y.Part != part {
			continue
		}
		id := y.Party
		if i := slices.IndexFunc(p.People, func(x records.Attendant) bool { return x.Person == y.Person }); id == "" && i >= 0 {
			id = p.People[i].Party
		}
		n := by[id]
		n.of++
		if !y.ReadAt.IsZero() {
			n.read++
		}
		by[id] = n
	}
	var out []string
	say := func(name string, n count) {
		if n.of > 0 {
			out = append(out, p.T.S("record.receipts_of", name, n.read, n.of))
		}
	}
	for _, x := range p.View.Structure.Parties {
		say(x.Name, by[x.ID])
		delete(by, x.ID)
	}
	var rest count
	for _, n := range by {
		rest = count{rest.read + n.read, rest.of + n.of}
	}
	say(p.T.S("record.receipts_other"), rest)
	return out
}

// receipts gives whom the notes, or the list while there are none, were sent to.
func receipts(p recordPage) (rows []ui.Row, read, of int) {
	t, part := p.T, sentPart(p)
	for _, y := range p.Receipts {
		if y.Part != part {
			continue
		}
		of++
		row := ui.Row{Link: ui.Link{Label: y.Name}, Facts: []string{why(p, y.Why, y.Party), t.S("record.sent_at", y.SentAt)}}
		if y.ReadAt.IsZero() {
			row.Tags = append(row.Tags, ui.Tag(ui.Idle, ui.Ring, t.S("record.unread")))
		} else {
			read++
			row.Tags = append(row.Tags, ui.Tag(ui.OK, ui.Check, t.S("record.read_at", y.ReadAt)))
		}
		rows = append(rows, row)
	}
	return rows, read, of
}

// unread gives the viewer's own receipt that waits for "I have read it"; nil for
// none.
func unread(p recordPage) *records.Receipt {
	for i, y := range p.Own {
		if y.ReadAt.IsZero() && (p.View.Notes != nil && y.Part == p.View.Notes.ID || p.View.Notes == nil && p.View.List != nil && y.Part == p.View.List.ID) {
			return &p.Own[i]
		}
	}
	return nil
}

// candidates gives who can be elected to approve the minutes.
func candidates(p recordPage) []ui.Choice {
	var out []ui.Choice
	chosen := func(id string) bool {
		if p.Form.Bad() {
			return slices.Contains(p.Form.All("person"), id)
		}
		return slices.ContainsFunc(p.Adjusters, func(n records.Adjuster) bool { return n.Person == id })
	}
	for _, x := range p.Electable {
		c := ui.Choice{Value: x.Person, Label: x.Name, Chosen: chosen(x.Person)}
		if party := p.View.Structure.Party(x.Party); party != nil {
			c.Hint = party.Name
		}
		out = append(out, c)
	}
	return out
}

// audiences gives to whom a part can be published. Nothing is chosen beforehand.
func audiences(t text.T) []ui.Choice {
	var out []ui.Choice
	for _, a := range record.Audiences() {
		out = append(out, ui.Choice{Value: string(a), Label: t.S("record.audience." + string(a)), Hint: t.S("record.audience_hint." + string(a))})
	}
	return out
}

// later gives the body's meetings at which the notes can have been approved.
func later(p recordPage) []ui.Choice {
	var out []ui.Choice
	for _, m := range p.Later {
		out = append(out, ui.Choice{Value: m.ID, Label: p.T.Long(m.On)})
	}
	return out
}

// hidden tells how many items of the notes the public would not see.
func hidden(s *records.Shown) int { return len(s.Content.Items) - len(s.Public.Items) }

// can tells whether an act can be done to the notes that are shown.
func can(p recordPage, a record.Act) bool {
	n := p.View.Notes
	if n == nil || len(p.Versions) > 0 && p.Versions[0].ID != n.ID || p.View.Draft != nil && p.View.Draft.Part.State == record.Drafted {
		return false
	}
	err := n.Can(a, p.View.Demand)
	return err == nil
}

// barred gives the refusal of an act that an exception could allow.
func barred(p recordPage, a record.Act) *rule.Refusal {
	n := p.View.Notes
	if n == nil || p.View.Draft != nil && p.View.Draft.Part.State == record.Drafted {
		return nil
	}
	if r, ok := n.Can(a, p.View.Demand).(*rule.Refusal); ok {
		return r
	}
	return nil
}

// short gives the beginning of a hash, enough to compare by eye.
func short(hash string) string {
	if len(hash) > 12 {
		return hash[:12]
	}
	return hash
}
