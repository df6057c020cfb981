package demo

import (
	"context"
	"fmt"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app/meetings"
	"samverk/internal/app/records"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/record"
	"samverk/internal/domain/workday"
)

// toWrite is how many days the notes of a meeting take to be written in the demo:
// those of the last meetings wait.
const toWrite = 20

// atATime is how many of the story's talks a meeting takes up.
const atATime = 2

// routine holds the meetings of a day in the past at which no matter of the story is
// on the table: who sits there comes, some of the story's talks are taken up, and
// what was said is written and published. A statutory board, whose minutes ask for
// more, is left alone.
func (d *Driver) routine(ctx context.Context, day, today workday.Date) error {
	if len(d.story.Talks) == 0 || day >= today {
		return nil
	}
	reader, ok := d.holder("", "", "coordinator")
	if !ok {
		return nil
	}
	list, err := meetings.List.Do(ctx, d.sys, reader, meetings.ListInput{From: day, To: day})
	if err != nil {
		return err
	}
	for _, m := range list {
		b := d.s.Body(m.Body)
		if m.State != meeting.Planned && m.State != meeting.Called || b == nil || meeting.RegimeOf(d.s, b).Statutory() {
			continue
		}
		if err := d.talk(ctx, m.Meeting, today.Add(-toWrite) > day); err != nil {
			return fmt.Errorf("the meeting of %s: %w", m.Body, err)
		}
	}
	return nil
}

// talk holds one such meeting, with notes or without.
func (d *Driver) talk(ctx context.Context, m meeting.Meeting, notes bool) error {
	who, err := d.keeper(m.Body)
	if err != nil {
		return err
	}
	p, err := meetings.Page.Do(ctx, d.sys, who, meetings.PageInput{Meeting: m.ID})
	if err != nil || !p.CanRecord || slices.ContainsFunc(p.Items, func(i meetings.ItemView) bool { return i.Matter != "" }) {
		return err
	}
	version, said := p.Meeting.Version, map[string]string{}
	for range atATime {
		x := d.nextTalk(m.Body)
		put, err := meetings.AddTopic.Do(ctx, d.sys, who, meetings.TopicInput{Meeting: m.ID, Version: version, Title: x.Title, Purpose: meeting.Purpose(x.Purpose), Minutes: x.Minutes, Presenter: who.Name})
		if err != nil {
			return err
		}
		version, said[put.Item] = put.Version, x.Said
	}
	opened, err := meetings.Open.Do(ctx, d.sys, who, meetings.MeetingInput{Meeting: m.ID, Version: version})
	if err != nil {
		return err
	}
	if err := d.attend(ctx, who, m.ID, p.Seats); err != nil {
		return err
	}
	if _, err = meetings.Close.Do(ctx, d.sys, who, meetings.CloseInput{Meeting: m.ID, Version: opened.Version, Anyway: true}); err != nil || !notes {
		return err
	}
	return d.notes(ctx, who, m.ID, said)
}

// nextTalk gives the talks of the story to a body in turn, to each body from another on.
func (d *Driver) nextTalk(body string) Talk {
	if d.talks == nil {
		d.talks = map[string]int{}
	}
	if _, ok := d.talks[body]; !ok {
		d.talks[body] = len(d.talks) * 2
	}
	x := d.story.Talks[d.talks[body]%len(d.story.Talks)]
	d.talks[body]++
	return x
}

// attend records who came: nearly everybody.
func (d *Driver) attend(ctx context.Context, who access.Viewer, id string, seats []meetings.SeatView) error {
	in := meetings.AttendInput{Meeting: id}
	for i, s := range seats {
		in.People = append(in.People, meetings.Attendance{Person: s.Person, Present: i%9 != 8})
	}
	_, err := meetings.Attend.Do(ctx, d.sys, who, in)
	return err
}

// notes writes what was said of each item, makes the notes ready, sends them where the
// text says to whom, and publishes them.
func (d *Driver) notes(ctx context.Context, who access.Viewer, id string, said map[string]string) error {
	var part records.Done
	var err error
	for item, text := range said {
		if part, err = records.Write.Do(ctx, d.sys, who, records.TextInput{Meeting: id, Item: item, Text: text}); err != nil {
			return err
		}
	}
	if part, err = records.Check.Do(ctx, d.sys, who, records.PartInput{Meeting: id, Kind: record.Notes, Version: part.Version}); err != nil {
		return err
	}
	v, err := meetings.Page.Do(ctx, d.sys, who, meetings.PageInput{Meeting: id})
	if err != nil {
		return err
	}
	if len(d.s.Body(v.Meeting.Body).Record.To.Terms) > 0 {
		if part, err = records.SendRecord.Do(ctx, d.sys, who, records.SendInput{Meeting: id, Version: part.Version}); err != nil {
			return err
		}
	}
	in := records.PublishInput{PartInput: records.PartInput{Meeting: id, Kind: record.Notes, Version: part.Version}, Audience: record.ToPublic}
	_, err = records.Publish.Do(ctx, d.sys, who, in)
	return err
}
