package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app/decisions"
	"samverk/internal/app/homes"
	"samverk/internal/app/matters"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// nextMeeting gives the first meeting of a body from a day on that is still to
// be held.
func (d *Driver) nextMeeting(ctx context.Context, who access.Viewer, body string, from workday.Date) (meeting.Meeting, error) {
	list, err := meetings.List.Do(ctx, d.sys, who, meetings.ListInput{Bodies: []string{body}, From: from, To: from.AddDate(1, 0, 0)})
	if err != nil {
		return meeting.Meeting{}, err
	}
	for _, m := range list {
		if m.State == meeting.Planned || m.State == meeting.Called {
			return m.Meeting, nil
		}
	}
	return meeting.Meeting{}, fmt.Errorf("%s has no meeting from %s on", body, from)
}

// prioritise puts a matter on the agenda of the body for which an executive
// committee prepares, on a day on which the committee meets.
func (d *Driver) prioritise(ctx context.Context, t *tale, v matters.View, m matter.Move, day workday.Date) error {
	if t.Until == string(structure.Prioritise) {
		return nil
	}
	who, err := d.keeper(m.Body)
	if err != nil {
		return err
	}
	sits, err := d.nextMeeting(ctx, who, m.Body, day)
	if err != nil || sits.On != day {
		return err
	}
	to, err := d.nextMeeting(ctx, who, d.preparesFor(m.Body), day.Add(noticeDays))
	if err != nil {
		return err
	}
	in := meetings.PrioritiseInput{Body: m.Body, AddMatterInput: meetings.AddMatterInput{
		Meeting: to.ID, Version: to.Version, Matter: t.id, Purpose: meeting.Decide, Minutes: 30, Presenter: who.Name}}
	if _, err := meetings.Prioritise.Do(ctx, d.sys, who, in); err != nil {
		var e *fault.Error
		if errors.Is(err, fault.RuleBroken) || (errors.As(err, &e) && e.Kind == fault.Conflict) {
			return nil // its turn has not come; the committee meets again
		}
		return err
	}
	t.meeting, t.on = to.ID, to.On
	return d.call(ctx, to.ID)
}

// preparesFor gives the body that an executive committee works for.
func (d *Driver) preparesFor(body string) string {
	b := d.s.Body(body)
	if b == nil {
		return body
	}
	for _, r := range b.Relations {
		if r.Kind == structure.ExecutiveOf || r.Kind == structure.PreparesFor {
			if to := d.s.Places(r.To, structure.Env{}); len(to) > 0 {
				return to[0]
			}
		}
	}
	return body
}

// call sends the notice of a meeting.
func (d *Driver) call(ctx context.Context, id string) error {
	var who access.Viewer
	for _, b := range d.s.Bodies {
		k, err := d.keeper(b.ID)
		if err != nil {
			continue
		}
		v, err := meetings.Page.Do(ctx, d.sys, k, meetings.PageInput{Meeting: id})
		if err == nil && v.Meeting.Body == b.ID {
			who = k
			if err := d.goFor(ctx, v.Meeting); err != nil {
				return err
			}
			_, err = meetings.SendNotice.Do(ctx, d.sys, who, meetings.NoticeInput{Meeting: id, Version: v.Meeting.Version})
			return err
		}
	}
	return fmt.Errorf("nobody can call the meeting %s", id)
}

// goFor has the chair give the go for a notice, where one is asked for.
func (d *Driver) goFor(ctx context.Context, m meeting.Meeting) error {
	if meeting.GoRule(d.s, m).Zero() || m.HasGo() {
		return nil
	}
	chair, ok := d.holder(m.Body, "", access.Chair)
	if !ok {
		return nil
	}
	_, err := meetings.GiveGo.Do(ctx, d.sys, chair, meetings.GoInput{Meeting: m.ID, Said: m.Said})
	return err
}

// hold brings a matter to a body's table: onto the agenda of the next meeting
// there is time to call, and on its day the body says what it says.
func (d *Driver) hold(ctx context.Context, t *tale, v matters.View, m matter.Move, day workday.Date) error {
	if t.Until == m.Kind {
		return nil
	}
	who, err := d.keeper(m.Body)
	if err != nil {
		return err
	}
	for _, a := range v.Agenda {
		if a.Body == m.Body && a.On >= day {
			if a.On == day {
				return d.sit(ctx, t, v, a.Meeting, day)
			}
			return nil
		}
	}
	to, err := d.nextMeeting(ctx, who, m.Body, day.Add(noticeDays))
	if err != nil {
		return err
	}
	in := meetings.AddMatterInput{Meeting: to.ID, Version: to.Version, Matter: t.id, Purpose: meeting.Decide, Minutes: 20, Presenter: who.Name}
	if _, err := meetings.AddMatter.Do(ctx, d.sys, who, in); err != nil {
		if errors.Is(err, fault.RuleBroken) {
			return nil // its turn has not come
		}
		return err
	}
	return d.call(ctx, to.ID)
}

// sit holds a meeting in which a matter is on the table: it is opened, who is
// there is recorded, the body says yes, the record is published, it is closed.
func (d *Driver) sit(ctx context.Context, t *tale, v matters.View, id string, day workday.Date) error {
	who, err := d.chairing(ctx, id)
	if err != nil {
		return err
	}
	p, err := meetings.Page.Do(ctx, d.sys, who, meetings.PageInput{Meeting: id})
	if err != nil {
		return err
	}
	opened, err := meetings.Open.Do(ctx, d.sys, who, meetings.MeetingInput{Meeting: id, Version: p.Meeting.Version})
	if err != nil {
		return err
	}
	if err := d.attend(ctx, who, id, p.Seats); err != nil {
		return err
	}
	for _, item := range p.Items {
		if item.Matter == "" {
			continue
		}
		if err := d.record(ctx, v, who, id, item.Item, day); err != nil {
			return fmt.Errorf("record: %w", err)
		}
	}
	_, err = meetings.Close.Do(ctx, d.sys, who, meetings.CloseInput{Meeting: id, Version: opened.Version, Anyway: true})
	if err != nil || len(d.story.Talks) == 0 || meeting.RegimeOf(d.s, d.s.Body(p.Meeting.Body)).Statutory() {
		return err
	}
	return d.notes(ctx, who, id, nil)
}

// chairing gives somebody who may hold a meeting.
func (d *Driver) chairing(ctx context.Context, id string) (access.Viewer, error) {
	for _, b := range d.s.Bodies {
		who, ok := d.holder(b.ID, "", "secretary", "chair", "convener")
		if !ok {
			continue
		}
		v, err := meetings.Page.Do(ctx, d.sys, who, meetings.PageInput{Meeting: id})
		if err == nil && v.Meeting.Body == b.ID && v.CanRecord {
			return who, nil
		}
	}
	return access.Viewer{}, fmt.Errorf("nobody can hold the meeting %s", id)
}

func (d *Driver) record(ctx context.Context, v matters.View, who access.Viewer, id string, item meeting.Item, day workday.Date) error {
	form, err := decisions.FormFor.Do(ctx, d.sys, who, decisions.FormInput{Meeting: id, Item: item.ID})
	if err != nil {
		return err
	}
	i := slices.IndexFunc(form.Kinds, func(k decisions.KindView) bool { return k.OfRoute && k.Refusal == nil })
	if i < 0 {
		return nil
	}
	say := d.story.Say
	terms := decision.Terms{Kind: form.Kinds[i].Kind, Outcome: decision.AsProposed, Text: say.Decision, Version: form.InPlay,
		Responsible: who.Name, DueOn: workday.Working(day.AddDate(0, 6, 0)), FollowUpOn: workday.Working(day.AddDate(1, 0, 0))}
	if terms.Version == "" && len(form.Versions) > 0 {
		terms.Version = form.Versions[0].ID
	}
	if terms.Kind == decision.Position {
		terms.Text = say.Pass
	}
	if form.Regime.Statutory() {
		terms.Formal.How = decision.Agreed
	}
	if form.Settling.Told && form.Settling.Asked(terms.Kind, terms.Outcome) {
		terms.Concord.Accord = decision.United
	}
	if form.AsksPosition {
		terms.Mandate = decision.Held
		if form.ToParties {
			terms.Mandate, terms.GoesTo = decision.GoesOn, decision.GoesToParties
		}
	}
	for _, c := range form.Channels {
		terms.Channels = append(terms.Channels, c.ID)
	}
	out, err := decisions.Record.Do(ctx, d.sys, who, decisions.RecordInput{Meeting: id, Item: item.ID, Terms: terms})
	if err != nil {
		return err
	}
	_, err = decisions.Publish.Do(ctx, d.sys, who, decisions.PublishInput{Decision: out.ID})
	return err
}

// lastDates is from how many days before today the first parties decide in the
// past.
const lastDates = 5

// decide lets a party decide: the first ones in the past, evenly up to today,
// and the others plan to, on days to come; one has no day yet.
func (d *Driver) decide(ctx context.Context, t *tale, v matters.View, m matter.Move, day, today workday.Date) error {
	if t.begun == "" {
		t.begun = day
	}
	i := slices.Index(v.Adopters, m.Party)
	_, planned := v.PlanOf(m.Party)
	organ := d.organ(m.Party)
	var on workday.Date
	switch {
	case i < t.Decided:
		first, last := until(t.begun, today)*1/4, until(t.begun, today)-lastDates
		on = workday.Working(t.begun.Add(first + i*max(0, last-first)/max(1, t.Decided)))
	case i < len(v.Adopters)-1:
		on = workday.Working(today.Add(6 + 4*(i-t.Decided)))
	}
	if !planned {
		who, ok := d.holder("", m.Party, "coordinator")
		if !ok {
			return nil
		}
		_, err := homes.SetPlan.Do(ctx, d.sys, who, homes.PlanInput{Matter: t.id, Party: m.Party, Organ: organ, On: on})
		return err
	}
	if on == "" || day < on || i >= t.Decided {
		return nil
	}
	return d.adopt(ctx, t.id, m.Party, on, 31+7*i)
}

// organ gives the organ at home that decides: the highest.
func (d *Driver) organ(party string) string {
	if o := d.s.OrgansOf(party); len(o) > 0 {
		return o[0].ID
	}
	return structure.OfficialOrgan
}

// adopt records that a party has adopted the version that it was sent.
func (d *Driver) adopt(ctx context.Context, matterID, party string, on workday.Date, paragraph int) error {
	who, ok := d.holder("", party, "registrar", "coordinator")
	if !ok {
		return fmt.Errorf("nobody records the decisions of %s", party)
	}
	in := homes.DecisionInput{Matter: matterID, Party: party, Organ: d.organ(party), DecidedOn: on, Paragraph: fmt.Sprintf("§ %d", paragraph), Outcome: matter.Adopts}
	_, err := homes.RecordPartyDecision.Do(ctx, d.sys, who, in)
	return err
}
