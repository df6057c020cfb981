package papers

import (
	"context"
	"slices"
	"strconv"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/record"
	"samverk/internal/domain/sheet"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// Record gives the notes of a meeting that has begun, or the minutes of a statutory
// board's: the version that is asked for, or the newest that the viewer may read,
// in the words in which it was settled. What is being written is a draft, for those
// who write it. Kind says which is asked for: the other one is not found.
var Record = app.NewQuery("paper.record", written)

// RecordIn asks for notes (sheet.Notes) or minutes (sheet.Minutes).
type RecordIn struct {
	In
	Kind sheet.Kind
}

func written(ctx context.Context, u *app.Unit, in RecordIn) (Paper, error) {
	o, err := open(ctx, u, in.Meeting, in.Lang)
	if err != nil {
		return Paper{}, err
	}
	if in.Kind != o.kind() || !o.m.Opened() {
		return Paper{}, fault.New(fault.NotFound, "not_found")
	}
	x, err := o.version(ctx, u, record.Notes, in.Version)
	if err != nil {
		return Paper{}, err
	}
	if err := o.choose(ctx, u, x.settled()); err != nil {
		return Paper{}, err
	}
	s := o.part(in.Kind, x)
	o.told(s, x.words)
	asked, err := u.Own.Requests(ctx, o.m.ID)
	if err != nil {
		return Paper{}, err
	}
	if o.regime.Statutory() {
		minutes, err := u.Own.Minutes(ctx, o.m.ID)
		if err != nil {
			return Paper{}, err
		}
		o.clocks(s, minutes)
	}
	o.signed(s, x, app.LatestRound(asked, x.Part))
	return o.paper(s), nil
}

// kind gives what is written of the meeting: minutes of a statutory board, and where
// a body's own text says so; else notes.
func (o *occasion) kind() sheet.Kind {
	if record.DemandOf(o.s, o.b).Form == record.FormMinutes {
		return sheet.Minutes
	}
	return sheet.Notes
}

// version is a version of a part with its words, as far as the viewer may read
// them.
type version struct {
	record.Part
	words record.Content
	newer int // the version that stands instead of it; 0 when it is the newest
}

// settled gives when its words were made ready; zero while they are being written.
func (x version) settled() time.Time {
	if x.State == record.Drafted {
		return time.Time{}
	}
	return x.CheckedAt
}

// version gives the version of a part that is asked for: the newest that is settled
// and that the viewer may read, one by its number, or what is being written. Where
// nothing is settled those who write it get what is being written.
func (o *occasion) version(ctx context.Context, u *app.Unit, k record.Kind, which string) (version, error) {
	all, err := u.Own.RecordParts(ctx, o.m.ID)
	if err != nil {
		return version{}, err
	}
	var settled []store.RecordPart
	var draft record.Part
	for _, p := range all {
		switch {
		case p.Kind != k:
		case p.State == record.Drafted:
			draft = p.Part
		default:
			settled = append(settled, p)
		}
	}
	at := slices.IndexFunc(settled, func(p store.RecordPart) bool { return which == "" || strconv.Itoa(p.No) == which })
	writes := u.May(u.At(o.m, access.RecordDecision))
	switch {
	case at < 0 && writes && (which == "" || which == Draft && (draft.ID != "" || len(settled) == 0)):
		return o.draft(ctx, u, k, draft)
	case at < 0:
		return version{}, fault.New(fault.NotFound, "not_found")
	}
	x := version{Part: settled[at].Part}
	if at > 0 {
		x.newer = settled[0].No
	}
	c, err := record.Parse(settled[at].Content)
	if err != nil {
		return x, err
	}
	mine, err := u.Own.OpenMatters(ctx, c.Matters())
	x.words = c.For(func(m string) bool { _, ok := mine[m]; return ok })
	return x, err
}

// draft draws up what is being written, as it is now.
func (o *occasion) draft(ctx context.Context, u *app.Unit, k record.Kind, p record.Part) (version, error) {
	of, err := u.OfRecord(ctx, o.s, o.m)
	if err != nil {
		return version{}, err
	}
	texts := map[string]string{}
	if p.ID != "" {
		list, err := u.Own.ItemTexts(ctx, p.ID)
		if err != nil {
			return version{}, err
		}
		for _, t := range list {
			texts[t.Item] = t.Text
		}
	}
	form := record.FormNotes
	if o.kind() == sheet.Minutes {
		form = record.FormMinutes
	}
	x := version{Part: p, words: of.Content(o.s, o.m, form, texts)}
	x.State = record.Drafted
	if x.words.Corrects, x.words.Reason = max(0, p.No-1), p.Reason; k == record.Decisions {
		x.words = x.words.List()
	}
	return x, nil
}

// part begins the document of a version: how far it has come stands beside its
// title, and which version it is among its facts.
func (o *occasion) part(k sheet.Kind, x version) *sheet.Sheet {
	s := o.sheet(k)
	s.State = nil
	waits := k != sheet.Decisions && record.DemandOf(o.s, o.b).Mode() != record.Free
	switch {
	case x.State == record.Drafted && o.m.UnderWay():
		s.State = sheet.Of(sheet.Say("paper.draft"), sheet.T(". "), sheet.Say("paper.under_way"))
	case x.State == record.Drafted:
		s.State = sheet.Of(sheet.Say("paper.draft"))
	case x.newer > 0:
		s.State = sheet.Of(sheet.Say("paper.replaced_by", x.newer))
	case !x.ApprovedAt.IsZero():
		s.State = sheet.Of(sheet.Say("paper.approved."+string(k), app.Today(x.ApprovedAt)))
	case waits:
		s.State = sheet.Of(sheet.Say("paper.waits." + string(k)))
	}
	if x.Hash != "" {
		s.Fact("paper.version", sheet.Say("paper.version_of", x.No, app.Today(x.CheckedAt)))
		s.Fact("paper.checksum", sheet.T(x.Hash[:min(12, len(x.Hash))]))
	}
	if c := led(x.words); c != "" {
		s.Fill(sheet.FieldChair, sheet.T(c))
	}
	return s
}

// led gives the name of who led a meeting: the chair, or the vice chair where the
// chair was not there.
func led(c record.Content) string {
	for _, role := range []access.Role{access.Chair, access.Convener, access.ViceChair} {
		for _, a := range c.Present {
			if a.Role == string(role) {
				return a.Name
			}
		}
	}
	return ""
}

// clocks adds the times that run from a board's meeting, as law counts them:
// approval, announcement at each party, time for appeal (5 kap. 69 §, 8 kap. 12 §
// and 13 kap. 5 § kommunallagen).
func (o *occasion) clocks(s *sheet.Sheet, m meeting.Minutes) {
	if o.m.State != meeting.Held {
		return
	}
	c := o.regime.Clocks(o.m.On, m, o.today)
	if c.ApproveBy == "" {
		return
	}
	s.Add(sheet.H2(sheet.Say("paper.approval")))
	facts := []sheet.Fact{sheet.F("paper.to_approve", sheet.Say("paper.approve_by", c.ApproveBy))}
	if c.ApprovedOn != "" {
		facts[0] = sheet.F("paper.approved_on", sheet.Say("paper.date", c.ApprovedOn))
	}
	switch {
	case c.AppealUntil != "":
		facts = append(facts, sheet.F("paper.appeal_until", sheet.Say("paper.date", c.AppealUntil)))
	case o.regime.On(structure.LawAppeal) != nil:
		facts = append(facts, sheet.F("paper.appeal_until", sheet.Say("paper.appeal_waits", *o.regime.On(structure.LawAppeal).Days)))
	}
	s.Add(sheet.FactsOf(facts...))
	if len(c.Boards) == 0 {
		return
	}
	t := sheet.Table{Caption: sheet.Of(sheet.Say("paper.announced")), Cols: []sheet.Line{sheet.Of(sheet.Say("paper.party")), sheet.Of(sheet.Say("paper.posted_on"))}}
	for _, b := range c.Boards {
		on := sheet.Say("paper.not_posted")
		if b.On != "" {
			on = sheet.Say("paper.date", b.On)
		}
		t.Rows = append(t.Rows, []sheet.Line{sheet.Of(sheet.T(o.party(b.Party))), sheet.Of(on)})
	}
	s.Add(t)
}

// signed adds a place for each who approves: with when and how they did it, or room
// to sign. Before anybody has been asked about a board's minutes there is room for
// the chair and for whoever approves beside the chair (5 kap. 69 § kommunallagen).
func (o *occasion) signed(s *sheet.Sheet, x version, asked []store.Request) {
	var out []sheet.Block
	for _, q := range asked {
		sig := sheet.Signature{Role: o.asRole(q.As), Name: sheet.Of(sheet.T(q.Name))}
		switch q.Answer {
		case record.Approves:
			sig.Given = sheet.Of(sheet.Say("paper.signed", q.AnsweredAt), sheet.T(", "), sheet.Say("paper.way."+string(q.Way)))
		case record.SentBack:
			sig.Given = sheet.Of(sheet.Say("paper.sent_back", q.AnsweredAt))
		}
		out = append(out, sig)
	}
	switch {
	case x.ApprovedWay == record.AtMeeting || x.ApprovedWay == record.OnPaper:
		out = []sheet.Block{sheet.P(sheet.Say("paper.noted."+string(x.ApprovedWay), app.Today(x.ApprovedAt)), sheet.T(" "), sheet.Say("paper.noted_by", x.ApprovedAs))}
	case len(out) == 0 && o.regime.Statutory():
		out = []sheet.Block{sheet.Signature{Role: sheet.Of(sheet.Say("paper.sign.chair")), Name: sheet.Of(sheet.T(led(x.words)))}, sheet.Signature{Role: sheet.Of(sheet.Say("paper.sign.approver"))}}
	}
	if len(out) > 0 && !o.regime.Statutory() {
		s.Add(sheet.H2(sheet.Say("paper.approvals")))
	}
	s.Add(out...)
}

// asRole says as what somebody approves.
func (o *occasion) asRole(as string) sheet.Line {
	switch as {
	case record.AsAdjuster:
		return sheet.Of(sheet.Say("paper.sign.approver"))
	case "presidium", string(access.Chair), string(access.ViceChair), string(access.Convener), string(access.Secretary), string(access.Member):
		return sheet.Of(sheet.Say("paper.role." + as))
	}
	return sheet.Of(sheet.T(o.office(as)))
}
