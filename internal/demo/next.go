package demo

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/workday"
)

// prepareNext sets the agendas of the meetings that come next, with their papers.
func (d *Driver) prepareNext(ctx context.Context, today workday.Date) error {
	for _, n := range d.story.Next {
		who, err := d.keeper(n.Body)
		if err != nil {
			return err
		}
		m, err := d.nextMeeting(ctx, who, n.Body, today.Add(1))
		if err != nil {
			return err
		}
		version := m.Version
		for _, x := range n.Topics {
			put, err := meetings.AddTopic.Do(ctx, d.sys, who, meetings.TopicInput{Meeting: m.ID, Version: version, Title: x.Title, Summary: x.Summary,
				Purpose: meeting.Purpose(x.Purpose), Minutes: x.Minutes, Presenter: who.Name})
			if err != nil {
				return fmt.Errorf("the topic %q: %w", x.Title, err)
			}
			version = put.Version
			for _, p := range x.Papers {
				if err := d.putPaper(ctx, who, m.ID, put.Item, p); err != nil {
					return fmt.Errorf("the paper %q: %w", p.Title, err)
				}
			}
		}
		if n.Called {
			if err := d.call(ctx, m.ID); err != nil {
				return fmt.Errorf("call the next meeting of %s: %w", n.Body, err)
			}
			if err := d.answers(ctx, m.ID, n); err != nil {
				return fmt.Errorf("answer for %s: %w", n.Body, err)
			}
		}
	}
	return nil
}

// answers has members say whether they come to a meeting that they are called to.
func (d *Driver) answers(ctx context.Context, id string, n NextMeeting) error {
	for _, office := range slices.Sorted(maps.Keys(n.Answers)) {
		i := slices.IndexFunc(d.persons, func(p person) bool {
			return slices.ContainsFunc(p.Held, func(m people.Membership) bool { return m.Body == n.Body && m.Office == office && m.Role.Sits() })
		})
		if i < 0 {
			return fmt.Errorf("no %s sits there", office)
		}
		who := d.viewer(d.persons[i])
		if _, err := meetings.AnswerNotice.Do(ctx, d.sys, who, meetings.AnswerInput{Meeting: id, Person: who.Person, Answer: meeting.Answer(n.Answers[office]), Via: "page", Sequence: -1}); err != nil {
			return err
		}
	}
	return nil
}

func (d *Driver) putPaper(ctx context.Context, who access.Viewer, id, item string, p PaperStory) error {
	says, err := text(p.File)
	if err != nil {
		return err
	}
	info, err := d.sys.Files.PutBytes([]byte(says))
	if err != nil {
		return err
	}
	_, err = meetings.AddPaper.Do(ctx, d.sys, who, meetings.PaperInput{Meeting: id, Item: item, Title: p.Title,
		File: matter.File{SHA: info.Hash, Name: p.Title + ".txt", Size: info.Size, Media: info.Media}})
	return err
}
