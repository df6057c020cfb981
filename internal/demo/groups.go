package demo

import (
	"context"
	"fmt"

	"samverk/internal/app/groups"
	"samverk/internal/domain/group"
	"samverk/internal/domain/workday"
)

// GroupStory is a group or project that a body sets up, and what it has
// delivered by today.
type GroupStory struct {
	Body     string
	Kind     string
	Name     string
	Goal     string
	Decision string
	Starts   int // days from today
	Ends     int
	Public   bool
	Parties  []string // who sits in the body for them takes part; the first answers for the group
	Delivers []DeliverableStory
}

// DeliverableStory is something that a group delivers.
type DeliverableStory struct {
	What string
	Due  int // days from today
	Done bool
}

// circle is one group of the story as it is being told.
type circle struct {
	GroupStory
	groups.Kept
	items []string // ids of what it delivers
}

// work lets the groups of the story be set up on their first day, and deliver
// on the days that they are to.
func (d *Driver) work(ctx context.Context, day, today workday.Date) error {
	if d.circles == nil {
		for _, g := range d.story.Groups {
			d.circles = append(d.circles, &circle{GroupStory: g})
		}
	}
	for _, c := range d.circles {
		if day < today.Add(c.Starts) {
			continue
		}
		if c.ID == "" {
			if err := d.setUp(ctx, c, today); err != nil {
				return fmt.Errorf("%q: %w", c.Name, err)
			}
		}
		for i, x := range c.Delivers {
			if !x.Done || day != today.Add(x.Due) {
				continue
			}
			who, err := d.keeper(c.Body)
			if err != nil {
				return err
			}
			kept, err := groups.Deliver.Do(ctx, d.sys, who, groups.DeliverInput{Group: c.ID, Version: c.Version, Deliverable: c.items[i], On: day})
			if err != nil {
				return fmt.Errorf("%q: %w", c.Name, err)
			}
			c.Kept = kept
		}
	}
	return nil
}

func (d *Driver) setUp(ctx context.Context, c *circle, today workday.Date) error {
	who, err := d.keeper(c.Body)
	if err != nil {
		return err
	}
	in := groups.SetUpInput{Body: c.Body, Terms: groups.Terms{Kind: group.Kind(c.Kind), Name: c.Name, Goal: c.Goal, Decision: c.Decision,
		Starts: today.Add(c.Starts), Ends: today.Add(c.Ends), Public: c.Public}}
	for _, x := range c.Delivers {
		in.Deliverables = append(in.Deliverables, group.Deliverable{What: x.What, Due: today.Add(x.Due)})
	}
	for i, party := range c.Parties {
		p, ok := d.find(c.Body, party, "member", "chair", "vice_chair", "participant")
		if !ok {
			return fmt.Errorf("nobody sits in %s for %s", c.Body, party)
		}
		key := groups.Person{ID: p.ID, Party: party}.Key()
		if in.People = append(in.People, key); i == 0 {
			in.Responsible = key
		}
	}
	if c.Kept, err = groups.SetUp.Do(ctx, d.sys, who, in); err != nil {
		return err
	}
	v, err := groups.Page.Do(ctx, d.sys, who, c.ID)
	for _, x := range v.Group.Deliverables {
		c.items = append(c.items, x.ID)
	}
	return err
}
