package demo

import (
	"context"
	"fmt"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app/homes"
	"samverk/internal/app/matters"
	"samverk/internal/app/remisses"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/people"
	"samverk/internal/domain/remiss"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// tale is one matter of the story as it is being told.
type tale struct {
	MatterStory
	id      string
	raised  workday.Date
	sorted  workday.Date
	sent    workday.Date
	meeting string // on whose agenda it stands
	on      workday.Date
	begun   workday.Date // of the parties' decisions
	since   workday.Date // of the remiss
}

// live lets one day of the past happen: matters are raised, and each takes the
// steps that are due, as far as the story lets it come.
func (d *Driver) live(ctx context.Context, day, today workday.Date) error {
	if d.tales == nil {
		for _, m := range d.story.Matters {
			d.tales = append(d.tales, &tale{MatterStory: m})
		}
	}
	for _, t := range d.tales {
		var err error
		switch raise := today.Add(t.Raised); {
		case day < raise:
			continue
		case t.id == "":
			err = d.raise(ctx, t, day, today)
		default:
			err = d.step(ctx, t, day, today)
		}
		if err != nil {
			return fmt.Errorf("%q: %w", t.Title, err)
		}
	}
	if err := d.routine(ctx, day, today); err != nil {
		return err
	}
	return d.work(ctx, day, today)
}

func (d *Driver) raise(ctx context.Context, t *tale, day, today workday.Date) error {
	who, ok := d.holder(t.Origin, "", people.Role(t.By))
	if d.s.Party(t.Origin) != nil {
		who, ok = d.holder("", t.Origin, people.Role(t.By))
	}
	if !ok {
		return fmt.Errorf("nobody is %s in %s", t.By, t.Origin)
	}
	facts := structure.Facts{}
	for name, value := range t.Facts {
		a, err := d.s.ParseAnswer(name, value)
		if err != nil {
			return err
		}
		facts[name] = a
	}
	in := matters.RaiseInput{Title: t.Title, Summary: t.Summary, Kind: t.Kind, Fields: t.Fields, Origin: t.Origin, Facts: facts}
	if t.EntryOn == "next-year" {
		in.EntryOn = workday.Date(string(today.AddDate(1, 0, 0))[:4] + "-01-01")
	}
	out, err := matters.Raise.Do(ctx, d.sys, who, in)
	if err != nil {
		return err
	}
	t.id, t.raised = out.ID, day
	return nil
}

// keeper is somebody who keeps the papers of a body: its secretary, or whoever
// is nearest to one.
func (d *Driver) keeper(body string) (access.Viewer, error) {
	who, ok := d.holder(body, "", secretaries()...)
	if !ok {
		return who, fmt.Errorf("nobody keeps the papers of %s", body)
	}
	return who, nil
}

// page reads a matter as its keeper sees it.
func (d *Driver) page(ctx context.Context, t *tale) (matters.View, access.Viewer, error) {
	sorter, ok := d.holder(t.Origin, "", people.Role(t.By))
	if d.s.Party(t.Origin) != nil {
		sorter, ok = d.holder("", t.Origin, people.Role(t.By))
	}
	if !ok {
		return matters.View{}, sorter, fmt.Errorf("nobody is %s in %s", t.By, t.Origin)
	}
	v, err := matters.Page.Do(ctx, d.sys, sorter, matters.PageInput{Ref: t.id})
	if err != nil {
		return v, sorter, err
	}
	keeper, err := d.keeper(v.Keeper())
	return v, keeper, err
}

// step lets a matter take the steps that are due on a day.
func (d *Driver) step(ctx context.Context, t *tale, day, today workday.Date) error {
	v, keeper, err := d.page(ctx, t)
	if err != nil {
		return err
	}
	held := false
	for _, m := range v.Next {
		if err := d.move(ctx, t, v, keeper, m.Move, day, today, &held); err != nil {
			return fmt.Errorf("%s: %w", m.Kind, err)
		}
	}
	return nil
}

// How many days things take in the demo.
const (
	toSort     = 4  // from raising to sorting
	toSend     = 6  // from sorting to sending
	toPrepare  = 16 // for a body to prepare
	firstHome  = 5  // from sending to the first party's preparation
	noticeDays = 15 // from an agenda to its meeting
)

func (d *Driver) move(ctx context.Context, t *tale, v matters.View, keeper access.Viewer, m matter.Move, day, today workday.Date, held *bool) error {
	switch m.Kind {
	case string(structure.Triage):
		return d.sort(ctx, t, v, m, day)
	case matter.MoveSend:
		return d.send(ctx, t, v, keeper, day)
	case string(structure.Prepare):
		return d.prepare(ctx, t, m, day)
	case string(structure.HomePreparation):
		return d.home(ctx, t, v, m, day)
	case string(structure.Remiss):
		return d.remiss(ctx, t, v, keeper, m, day, today)
	case string(structure.Prioritise):
		return d.prioritise(ctx, t, v, m, day)
	case string(structure.Recommend), string(structure.Decide), string(structure.Opinion), string(structure.Pass), string(structure.Endorse):
		if *held {
			return nil
		}
		*held = true
		return d.hold(ctx, t, v, m, day)
	case string(structure.PartyDecisions):
		return d.decide(ctx, t, v, m, day, today)
	}
	return nil
}

func (d *Driver) sort(ctx context.Context, t *tale, v matters.View, m matter.Move, day workday.Date) error {
	if t.Until == string(structure.Triage) || until(t.raised, day) < toSort || workday.Working(day) != day {
		return nil
	}
	who, err := d.keeper(m.Body)
	if err != nil {
		return err
	}
	t.sorted = day
	_, err = matters.Accept.Do(ctx, d.sys, who, matters.AcceptInput{Matter: t.id, Version: v.Matter.Version})
	return err
}

// send writes the proposal and sends it to the parties.
func (d *Driver) send(ctx context.Context, t *tale, v matters.View, keeper access.Viewer, day workday.Date) error {
	if until(t.sorted, day) < toSend || workday.Working(day) != day || t.sent != "" {
		return nil
	}
	version, err := d.version(ctx, t, v, keeper)
	if err != nil {
		return err
	}
	var to []string
	for _, g := range v.Board {
		for _, p := range g.Rows {
			to = append(to, p.Who.ID)
		}
	}
	t.sent = day
	_, err = matters.SendToParties.Do(ctx, d.sys, keeper, matters.SendInput{Matter: t.id, Version: version, To: to})
	return err
}

// version gives the latest version of the proposal, writing the first.
func (d *Driver) version(ctx context.Context, t *tale, v matters.View, keeper access.Viewer) (string, error) {
	if v.Latest.ID != "" {
		return v.Latest.ID, nil
	}
	body, err := text(t.Proposal)
	if err != nil {
		return "", err
	}
	out, err := matters.AddVersion.Do(ctx, d.sys, keeper, matters.VersionInput{Matter: t.id, Text: body})
	return out.ID, err
}

func (d *Driver) prepare(ctx context.Context, t *tale, m matter.Move, day workday.Date) error {
	if t.Until == string(structure.Prepare) || until(t.sorted, day) < toPrepare || workday.Working(day) != day {
		return nil
	}
	who, err := d.keeper(m.Body)
	if err != nil {
		return err
	}
	_, err = matters.CompleteStation.Do(ctx, d.sys, who, matters.StationInput{Matter: t.id, Station: m.Station, Outcome: "ready"})
	return err
}

// home lets a party work at home: it begins, writes to itself, and anchors, each
// party on days of its own.
func (d *Driver) home(ctx context.Context, t *tale, v matters.View, m matter.Move, day workday.Date) error {
	i := slices.IndexFunc(d.s.Parties, func(p structure.Party) bool { return p.ID == m.Party })
	who, ok := d.holder("", m.Party, "coordinator")
	if !ok || t.sent == "" {
		return nil
	}
	now := v.PreparationOf(m.Party)
	wait := until(t.sent, day)
	in := homes.PreparationInput{Matter: t.id, Party: m.Party, Version: now.Version, Contact: who.Name}
	switch {
	case now.State == matter.NotBegun && wait >= firstHome+i%4:
		in.State, in.On = matter.PreparationBegun, workday.Working(t.sent.Add(firstHome+8+i%6))
	case now.State == matter.PreparationBegun && wait >= firstHome+8+i%6 && (t.Until != string(structure.HomePreparation) || i < t.Anchored):
		in.State, in.On = matter.Anchored, day
	default:
		return nil
	}
	if _, err := homes.SetPreparation.Do(ctx, d.sys, who, in); err != nil {
		return err
	}
	if in.State != matter.PreparationBegun {
		return nil
	}
	return d.write(ctx, t, who, m.Party, i)
}

// write leaves a party's own stance and note, which nobody else will read.
func (d *Driver) write(ctx context.Context, t *tale, who access.Viewer, party string, i int) error {
	stances := []matter.Stance{matter.Supports, matter.SupportsWithChanges, matter.Supports, matter.Undecided}
	say := d.story.Say
	if len(say.Stance) > 0 {
		in := homes.StanceInput{Matter: t.id, Party: party, Stance: stances[i%len(stances)], Text: say.Stance[i%len(say.Stance)]}
		if _, err := homes.SetStance.Do(ctx, d.sys, who, in); err != nil {
			return err
		}
	}
	if len(say.Note) == 0 || i%3 != 0 {
		return nil
	}
	_, err := homes.AddNote.Do(ctx, d.sys, who, homes.NoteInput{Matter: t.id, Party: party, Text: say.Note[i%len(say.Note)]})
	return err
}

// remiss opens the remiss, and lets the first parties answer.
func (d *Driver) remiss(ctx context.Context, t *tale, v matters.View, keeper access.Viewer, m matter.Move, day, today workday.Date) error {
	if m.Party == "" {
		if until(t.sorted, day) < toSend || workday.Working(day) != day {
			return nil
		}
		version, err := d.version(ctx, t, v, keeper)
		if err != nil {
			return err
		}
		form, err := remisses.FormFor.Do(ctx, d.sys, keeper, remisses.FormInput{Matter: t.id})
		if err != nil {
			return err
		}
		t.since = day
		_, err = remisses.Open.Do(ctx, d.sys, keeper, remisses.OpenInput{Matter: t.id, Station: m.Station, Version: version, Question: t.Question, Deadline: workday.Later(form.Nearest, today.Add(12)), Parties: form.Parties})
		return err
	}
	i := slices.IndexFunc(d.s.Parties, func(p structure.Party) bool { return p.ID == m.Party })
	if t.since == "" || i >= t.Answered || day < t.since.Add(18+5*i) || len(d.story.Say.Answer) == 0 {
		return nil
	}
	list, err := remisses.List.Do(ctx, d.sys, keeper, remisses.ListInput{Matter: t.id})
	if err != nil || len(list) == 0 {
		return err
	}
	who, ok := d.holder("", m.Party, "coordinator", "registrar")
	if !ok {
		return nil
	}
	stances := remiss.Stances()
	for _, x := range list[0].Asks(m.Party) {
		_, err = remisses.Answer.Do(ctx, d.sys, who, remisses.AnswerInput{Remiss: list[0].ID, Party: m.Party, Unit: x.Unit, Stance: stances[i%2], Text: d.story.Say.Answer[i%len(d.story.Say.Answer)]})
		if err != nil {
			return err
		}
	}
	return nil
}
