package tabletest

import (
	"bytes"
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"image"
	"image/png"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/decisions"
	"samverk/internal/app/files"
	"samverk/internal/app/homes"
	"samverk/internal/app/matters"
	"samverk/internal/app/meetings"
	"samverk/internal/app/papers"
	"samverk/internal/app/records"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/record"
	"samverk/internal/domain/sheet"
	"samverk/internal/domain/structure"
)

// number is one of Skatteverket's published test numbers.
const number = "900101-9802"

// because gives the context of somebody with a reason to let something through.
func because(reason string) context.Context {
	if reason == "" {
		return ctx
	}
	return app.WithReason(ctx, reason)
}

// ways are the acts by which what somebody wrote goes out: to those who are called or
// concerned, to the parties, to everybody. Each is done with a text, up to its last
// step, and that step with a reason.
var ways = map[string]func(w *world, text, reason string) error{
	"a notice's agenda":    func(w *world, text, reason string) error { return w.calls(text, nil, reason) },
	"a notice's proposal":  func(w *world, text, reason string) error { return w.proposes(text, "", reason) },
	"a proposal's file":    func(w *world, text, reason string) error { return w.proposes("", text, reason) },
	"a proposal tabled":    tabled,
	"a paper of a notice":  func(w *world, text, reason string) error { return w.calls("Budget", &text, reason) },
	"a supplement":         suppl,
	"a meeting moved":      moved,
	"a meeting cancelled":  cancelled,
	"the public's place":   placed,
	"a decision":           decided,
	"a decision corrected": corrected,
	"a decision's heading": headed,
	"a list of decisions":  closed,
	"notes":                noted,
	"a side session's":     beside,
	"notes of everybody's": published,
	"an assignment":        assigned,
	"a matter's title":     raised,
	"a matter's new title": renamed,
	"a stance":             shared,
	"the county's words":   worded,
	"the logo's words":     pictured,
	"whom a party tells":   told,
}

func (w *world) subject(who access.Viewer, id, title string) meetings.Placed {
	w.t.Helper()
	v := w.view(who, id)
	return must(w, first(meetings.AddTopic.Do(ctx, w.sys, who, meetings.TopicInput{Meeting: id, Version: v.Meeting.Version, Title: title, Purpose: meeting.Inform, Summary: "Kort."})), nil)
}

// ready gives a meeting that can be called, with a paper that says something.
func (w *world) ready(title string, paper *string) string {
	w.t.Helper()
	id := w.meets(w.secretary, chiefs, 60)
	item := w.subject(w.secretary, id, title).Item
	f := matter.File{SHA: strings.Repeat("a1", 32), Name: "budget.pdf", Size: 9, Media: "application/pdf"}
	must(w, first(meetings.AddPaper.Do(ctx, w.sys, w.secretary, meetings.PaperInput{Meeting: id, Item: item, File: f})), nil)
	if paper != nil {
		must(w, first(files.SaveText.Do(ctx, w.sys, access.TheSystem(), files.ReadInput{Text: files.Text{SHA: f.SHA, Pages: 1},
			Parts: []files.Part{{Kind: "page", Page: 1, Text: *paper}}})), nil)
	}
	w.goFor(id)
	return id
}

func (w *world) calls(title string, paper *string, reason string) error {
	id := w.ready(title, paper)
	_, err := meetings.SendNotice.Do(because(reason), w.sys, w.secretary, meetings.NoticeInput{Meeting: id, Version: w.view(w.secretary, id).Meeting.Version})
	return err
}

// wording gives a matter whose proposal says something, in words or in a file, and is
// sent to nobody yet.
func (w *world) wording(text, file string) string {
	w.t.Helper()
	m := w.raised("guideline", []string{"social-care"}, nil)
	in := matters.VersionInput{Matter: m, Text: text}
	if file != "" {
		in.File = matter.File{SHA: strings.Repeat("c3", 32), Name: "forslag.pdf", Size: 9, Media: "application/pdf"}
	}
	must(w, first(matters.AddVersion.Do(ctx, w.sys, w.secretary, in)), nil)
	if file != "" {
		must(w, first(files.SaveText.Do(ctx, w.sys, access.TheSystem(), files.ReadInput{Text: files.Text{SHA: in.File.SHA, Pages: 1},
			Parts: []files.Part{{Kind: "page", Page: 1, Text: file}}})), nil)
	}
	return m
}

func (w *world) proposes(text, file, reason string) error {
	id := w.meets(w.secretary, chiefs, 60)
	p := must(w, first(meetings.AddMatter.Do(ctx, w.sys, w.secretary, meetings.AddMatterInput{Meeting: id, Version: 1, Matter: w.wording(text, file), Purpose: meeting.Prepare, Summary: "S"})), nil)
	_, err := meetings.SendNotice.Do(because(reason), w.sys, w.chair, meetings.NoticeInput{Meeting: id, Version: p.Version, Exception: "Ordföranden vill."})
	return err
}

// tabled opens a meeting at which a proposal lies on the table that nobody was sent.
func tabled(w *world, text, reason string) error {
	id := w.meets(w.secretary, chiefs, 0)
	p := must(w, first(meetings.AddMatter.Do(ctx, w.sys, w.secretary, meetings.AddMatterInput{Meeting: id, Version: 1, Matter: w.wording(text, ""), Purpose: meeting.Prepare, Summary: "S"})), nil)
	_, err := meetings.Open.Do(because(reason), w.sys, w.secretary, meetings.MeetingInput{Meeting: id, Version: p.Version})
	return err
}

// calledTo gives a meeting whose notice has gone out.
func (w *world) calledTo() string {
	w.t.Helper()
	id := w.ready("Budget", nil)
	must(w, first(meetings.SendNotice.Do(ctx, w.sys, w.secretary, meetings.NoticeInput{Meeting: id, Version: w.view(w.secretary, id).Meeting.Version})), nil)
	return id
}

func suppl(w *world, text, reason string) error {
	id := w.calledTo()
	item := w.subject(w.secretary, id, text).Item
	must(w, first(meetings.AddPaper.Do(ctx, w.sys, w.secretary, meetings.PaperInput{Meeting: id, Item: item,
		File: matter.File{SHA: strings.Repeat("b2", 32), Name: "b.pdf", Size: 9, Media: "application/pdf"}})), nil)
	w.goFor(id)
	_, err := meetings.SendSupplement.Do(because(reason), w.sys, w.secretary, meetings.NoticeInput{Meeting: id, Version: w.view(w.secretary, id).Meeting.Version})
	return err
}

func moved(w *world, text, reason string) error {
	m := w.view(w.secretary, w.calledTo()).Meeting
	slot := m.Slot()
	slot.On = slot.On.Add(7)
	_, err := meetings.Move.Do(because(reason), w.sys, w.secretary, meetings.MoveInput{Meeting: m.ID, Version: m.Version, Slot: slot, Reason: text})
	return err
}

func cancelled(w *world, text, reason string) error {
	m := w.view(w.secretary, w.calledTo()).Meeting
	_, err := meetings.Cancel.Do(because(reason), w.sys, w.secretary, meetings.CancelInput{Meeting: m.ID, Version: m.Version, Reason: text})
	return err
}

func placed(w *world, text, reason string) error {
	_, err := meetings.Create.Do(because(reason), w.sys, w.secretary, meetings.CreateInput{Body: chiefs,
		Slot: meeting.Slot{On: w.today().Add(20), Starts: "09:00", Ends: "12:00", Place: text}})
	return err
}

// underWay gives a meeting that has begun, and its one item.
func (w *world) underWay(title string) (id, item string) {
	w.t.Helper()
	id = w.meets(w.secretary, chiefs, 0)
	p := w.subject(w.secretary, id, title)
	must(w, first(meetings.Open.Do(ctx, w.sys, w.secretary, meetings.MeetingInput{Meeting: id, Version: p.Version})), nil)
	return id, p.Item
}

func noting(text string) decision.Terms {
	return decision.Terms{Kind: decision.Decision, Outcome: decision.Noted, Text: text, Mandate: decision.Held}
}

func decided(w *world, text, reason string) error {
	id, item := w.underWay("Rapport")
	_, err := decisions.Record.Do(because(reason), w.sys, w.secretary, decisions.RecordInput{Meeting: id, Item: item, Terms: noting(text)})
	return err
}

func corrected(w *world, text, reason string) error {
	id, _ := w.heldTopic()
	d := w.record(id).List.Content.Items[0].Decisions[0]
	_, err := decisions.Correct.Do(because(reason), w.sys, w.secretary, decisions.CorrectInput{Decision: d.ID, Terms: noting(text)})
	return err
}

// headed publishes a decision, with the heading of its item.
func headed(w *world, text, reason string) error {
	id, _ := w.underWay("Rapport")
	item := w.subject(w.secretary, id, text).Item // it came up at the meeting
	d := must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, decisions.RecordInput{Meeting: id, Item: item, Terms: noting("Ansökan avslås.")})), nil)
	_, err := decisions.Publish.Do(because(reason), w.sys, w.secretary, decisions.PublishInput{Decision: d.ID})
	return err
}

func closed(w *world, text, reason string) error {
	id, _ := w.underWay("Rapport")
	item := w.subject(w.secretary, id, text).Item // it came up at the meeting
	must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, decisions.RecordInput{Meeting: id, Item: item, Terms: noting("Rapporten läggs till handlingarna.")})), nil)
	_, err := meetings.Close.Do(because(reason), w.sys, w.secretary, meetings.CloseInput{Meeting: id, Version: w.view(w.secretary, id).Meeting.Version})
	return err
}

// written gives a held meeting whose notes say something, not yet ready.
func (w *world) written(text string) (id string, version int64) {
	w.t.Helper()
	id, item := w.heldTopic()
	must(w, first(records.Write.Do(ctx, w.sys, w.secretary, records.TextInput{Meeting: id, Item: item, Text: text})), nil)
	return id, w.record(id).Draft.Part.Version
}

func noted(w *world, text, reason string) error {
	id, version := w.written(text)
	_, err := records.Check.Do(because(reason), w.sys, w.secretary, records.PartInput{Meeting: id, Kind: record.Notes, Version: version})
	return err
}

func published(w *world, text, reason string) error {
	id, version := w.written(text)
	done := must(w, first(records.Check.Do(because("De kallade får läsa det."), w.sys, w.secretary, records.PartInput{Meeting: id, Kind: record.Notes, Version: version})), nil)
	_, err := records.Publish.Do(because(reason), w.sys, w.secretary, records.PublishInput{PartInput: records.PartInput{Meeting: id, Kind: record.Notes, Version: done.Version}, Audience: record.ToPublic})
	return err
}

func beside(w *world, text, reason string) error {
	id := w.meets(w.secretary, chiefs, 0)
	v := w.view(w.kumla, id)
	side := must(w, first(meetings.HoldBeside.Do(ctx, w.sys, w.kumla, meetings.SideInput{Meeting: id, Side: v.SideBy[0].Parties,
		Slot: meeting.Slot{On: v.Meeting.On, Starts: "08:00", Ends: "08:45", Place: "Sal B"}})), nil)
	p := w.subject(w.kumla, side.ID, "Mellan kommunerna")
	must(w, first(meetings.Open.Do(ctx, w.sys, w.kumla, meetings.MeetingInput{Meeting: side.ID, Version: p.Version})), nil)
	must(w, first(meetings.Close.Do(ctx, w.sys, w.kumla, meetings.CloseInput{Meeting: side.ID, Version: w.view(w.kumla, side.ID).Meeting.Version, Anyway: true})), nil)
	must(w, first(records.Write.Do(ctx, w.sys, w.kumla, records.TextInput{Meeting: side.ID, Item: p.Item, Text: text})), nil)
	r := must(w, first(records.Page.Do(ctx, w.sys, w.kumla, records.PageInput{Meeting: side.ID})), nil)
	_, err := records.Check.Do(because(reason), w.sys, w.kumla, records.PartInput{Meeting: side.ID, Kind: record.Notes, Version: r.Draft.Part.Version})
	return err
}

func assigned(w *world, text, reason string) error {
	id, item := w.underWay("Rapport")
	_, err := meetings.Assign.Do(because(reason), w.sys, w.secretary, meetings.AssignInput{Meeting: id, Item: item, What: text, Party: "kumla"})
	return err
}

func raised(w *world, text, reason string) error {
	_, err := matters.Raise.Do(because(reason), w.sys, w.kumla, matters.RaiseInput{Title: text, Summary: "Hur vi samverkar.", Kind: "routine", Fields: []string{"social-care"}, Origin: "kumla"})
	return err
}

func renamed(w *world, text, reason string) error {
	id := w.raised("routine", []string{"social-care"}, structure.Facts{})
	c := w.course(id)
	_, err := matters.ChangeText.Do(because(reason), w.sys, w.secretary, matters.TextInput{Matter: id, Version: c.Matter.Version, Title: text, Summary: "Hur vi samverkar."})
	return err
}

func shared(w *world, text, reason string) error {
	id := w.raised("agreement", []string{"social-care"}, structure.Facts{"commits": yes()})
	w.send(id)
	must(w, first(homes.SetStance.Do(ctx, w.sys, w.registrar, homes.StanceInput{Matter: id, Party: "kumla", Stance: matter.Supports, Text: text})), nil)
	_, err := homes.ShareStance.Do(because(reason), w.sys, w.registrar, homes.ShareInput{Matter: id, Party: "kumla", Version: 1})
	return err
}

// worded changes the words of the county's documents, pictured those of its logo.
func worded(w *world, text, reason string) error {
	_, err := papers.SetWords.Do(because(reason), w.sys, w.secretary, papers.WordsIn{Kind: sheet.Notes, Lang: sheet.Swedish, Texts: map[sheet.Part]string{sheet.PartFooter: text}})
	return err
}

func pictured(w *world, text, reason string) error {
	_, err := papers.SetLook.Do(because(reason), w.sys, w.secretary, papers.LookIn{Lang: sheet.Swedish, Logo: w.logo(), Alt: text})
	return err
}

// logo gives a picture that can be a logo.
func (w *world) logo() []byte {
	w.t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 20))); err != nil {
		w.t.Fatal(err)
	}
	return b.Bytes()
}

func told(w *world, text, reason string) error {
	id, _ := w.heldTopic()
	_, err := records.Tell.Do(because(reason), w.sys, w.kumla, records.TellInput{Meeting: id, Party: "kumla", Whom: "Rektorerna\n" + text})
	return err
}

// Nothing goes out with a personal identity number in it, by any way, until a named
// person lets it through with a reason; the reason holds none.
func TestNoNumberGoesOut(t *testing.T) {
	for name, act := range ways {
		t.Run(name, func(t *testing.T) {
			each(t, func(w *world) {
				var stopped *app.Stopped
				if err := act(w, "Om "+number, ""); !errors.As(err, &stopped) || stopped.Why != nil || strings.Contains(stopped.Stops[0].Masked, "9802") {
					w.t.Fatalf("it went out: %v", err)
				}
			})
			each(t, func(w *world) {
				var stopped *app.Stopped
				if err := act(w, "Om "+number, "Det är "+number); !errors.As(err, &stopped) || stopped.Why == nil {
					w.t.Errorf("the number is the reason: %v", err)
				}
			})
			each(t, func(w *world) {
				if err := act(w, "Om "+number, "Det är ett diarienummer."); err != nil {
					w.t.Errorf("somebody let it through: %v", err)
				}
			})
			each(t, func(w *world) {
				if err := act(w, "Om budgeten", ""); err != nil {
					w.t.Errorf("control: without a number: %v", err)
				}
			})
		})
	}
}

// outlets are the methods by which the store is told that something goes out, and in
// package meetings the function that puts letters in the outbox.
var outlets = []string{"AddNotice", "AddReceipt", "AddRequest", "AddRecordPart", "PublishRecord", "PublishDecision", "AddDecision", "AddDispatch",
	"AddRemiss", "AddAnswer", "AddDocument", "AddPartyDecision", "AddSharedStance", "AddAssignment", "AddSetting", "AddGroup", "AddMatter", "AddPaperSet", "AddTold", "meetings.send"}

// gates are the functions that ask the guard.
var gates = []string{"Guard", "MayOpen", "Settle", "gate", "publicPlace", "judge"}

// asks says of each function with an outlet which function asks the guard of what goes
// out there; of those that only pass on what has been through, why they need not.
var asks = map[string]string{
	"app.ListDecisions":       "app.ListDecisions",
	"app.publish":             "app.held",
	"app.publishOne":          "app.held",
	"bodies.Settle":           "bodies.Settle",
	"decisions.correct":       "decisions.correct",
	"decisions.inMatter":      "decisions.record",
	"decisions.moveTo":        "decisions.moveTo",
	"decisions.publish":       "the door",
	"decisions.putOff":        "passed: the program's own sentence",
	"decisions.record":        "decisions.record",
	"groups.SetUp":            "groups.public",
	"homes.add":               "homes.decide",
	"homes.shareStance":       "homes.shareStance",
	"matters.raise":           "matters.raise",
	"matters.sendToParties":   "matters.sendToParties",
	"meetings.assign":         "meetings.assign",
	"meetings.cancelFor":      "meetings.cancelFor",
	"meetings.dispatch":       "meetings.dispatch",
	"meetings.endDeputy":      "passed: it takes a notice back, with nothing written",
	"meetings.findDeputy":     "passed: a deputy gets the notice that the member had",
	"meetings.send":           "meetings.dispatch",
	"meetings.sendSupplement": "meetings.sendSupplement",
	"papers.change":           "papers.change",
	"records.Check":           "records.Check",
	"records.Renew":           "passed: a draft without words",
	"records.SendCorrected":   "records.newList",
	"records.SendRecord":      "records.Check",
	"records.Tell":            "records.Tell",
	"records.Write":           "passed: a draft without words",
	"records.again":           "records.newList",
	"records.ask":             "records.Check",
	"records.currentList":     "records.newList",
	"records.makePublic":      "the door",
	"records.relist":          "records.relist",
	"remisses.answer":         "remisses.answer",
	"remisses.open":           "remisses.guard",
	"remisses.sendVersion":    "remisses.guard",
}

// Each function of the program with an outlet is in the table, and what it names asks
// the guard: a new way out without a gate is found here.
func TestEveryWayOutHasItsGate(t *testing.T) {
	calls, public := appCalls(t)
	var found []string
	for fn, names := range calls {
		for _, name := range names {
			if slices.Contains(outlets, name) || strings.HasPrefix(fn, "meetings.") && slices.Contains(outlets, "meetings."+name) {
				found = append(found, fn)
			}
		}
	}
	slices.Sort(found)
	found = slices.Compact(found)
	if len(found) < 25 {
		t.Fatalf("only %d ways out are found: %v", len(found), found)
	}
	for _, fn := range found {
		by, known := asks[fn]
		switch {
		case !known:
			t.Errorf("%s lets something out: say in the table what asks the guard of it", fn)
		case strings.HasPrefix(by, "passed: "):
		case by == "the door":
			if !public[fn] {
				t.Errorf("%s announces nothing that is public: the door asks nothing of it", fn)
			}
		case !slices.ContainsFunc(calls[by], func(name string) bool { return slices.Contains(gates, name) }):
			t.Errorf("%s: %s asks nothing of the guard", fn, by)
		}
	}
	for _, fn := range slices.Sorted(maps.Keys(asks)) {
		if !slices.Contains(found, fn) {
			t.Errorf("%s lets nothing out any more", fn)
		}
	}
}

// appCalls gives by function ("package.name") of internal/app what it calls, and
// whether it announces something public.
func appCalls(t *testing.T) (calls map[string][]string, public map[string]bool) {
	t.Helper()
	calls, public = map[string][]string{}, map[string]bool{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			for name, node := range named(decl) {
				fn := file.Name.Name + "." + name
				ast.Inspect(node, func(n ast.Node) bool {
					switch x := n.(type) {
					case *ast.CallExpr:
						switch f := x.Fun.(type) {
						case *ast.SelectorExpr:
							calls[fn] = append(calls[fn], f.Sel.Name)
						case *ast.Ident:
							calls[fn] = append(calls[fn], f.Name)
						}
					case *ast.KeyValueExpr:
						if k, ok := x.Key.(*ast.Ident); ok && k.Name == "Public" {
							public[fn] = true
						}
					}
					return true
				})
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return calls, public
}

// named gives what a declaration declares that can do something: a function, or a use
// case that is written where it is named.
func named(decl ast.Decl) map[string]ast.Node {
	out := map[string]ast.Node{}
	switch d := decl.(type) {
	case *ast.FuncDecl:
		out[d.Name.Name] = d
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if v, ok := spec.(*ast.ValueSpec); ok {
				out[v.Names[0].Name] = v
			}
		}
	}
	return out
}
