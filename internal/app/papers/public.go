package papers

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/record"
	"samverk/internal/domain/sheet"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// thenOrNow gives the structure of a day, or the one in force where that day's
// can't be read any more.
func thenOrNow(ctx context.Context, u *app.Unit, on workday.Date) (*structure.Structure, error) {
	s, err := u.StructureThen(ctx, on)
	if errors.Is(err, fault.Unavailable) || errors.Is(err, fault.NotFound) {
		return u.Structure(ctx)
	}
	return s, err
}

// PublicRecord gives a published list of decisions, notes or minutes as a document,
// to everybody: the copy that was published, without what is not open to all.
var PublicRecord = app.NewQuery("paper.public_record", publicRecord)

func publicRecord(ctx context.Context, u *app.Unit, in RecordIn) (Paper, error) {
	if err := u.Require(access.ReadPublic()); err != nil {
		return Paper{}, err
	}
	rows, err := u.Own.PublicRecordsOf(ctx, in.Meeting)
	if err != nil {
		return Paper{}, err
	}
	of := slices.DeleteFunc(rows, func(r store.PublicRecord) bool { return publicKind(r) != in.Kind })
	at := slices.IndexFunc(of, func(r store.PublicRecord) bool { return in.Version == "" || strconv.Itoa(r.No) == in.Version })
	if at < 0 {
		return Paper{}, fault.New(fault.NotFound, "not_found")
	}
	r := of[at]
	c, err := record.Parse(r.Content)
	if err != nil {
		return Paper{}, err
	}
	st, err := thenOrNow(ctx, u, r.On)
	if err != nil {
		return Paper{}, err
	}
	words, err := inForce(ctx, u, r.At)
	if err != nil {
		return Paper{}, err
	}
	set := chosen(words, st, in.Lang)
	o := &occasion{s: st, set: set, today: u.Today}
	s := sheet.New(in.Kind)
	s.Lang, s.Body, s.On, s.Printed = set.Language(), c.Body, r.On, u.Today
	s.Fill(sheet.FieldBody, sheet.T(c.Body))
	s.Fill(sheet.FieldDate, sheet.Say("paper.date", r.On))
	s.Fill(sheet.FieldTime, hours(c.Starts, c.Ends))
	s.Fill(sheet.FieldPlace, sheet.T(c.Place))
	s.Fill(sheet.FieldChair, sheet.T(led(c)))
	s.Fact("paper.when", slot(c.On, c.Starts, c.Ends))
	s.Fact("paper.where", sheet.T(c.Place))
	together(s, c.With, c.Guests, c.Side)
	s.Fact("paper.version", sheet.Say("paper.published_of", r.No, app.Today(r.At)))
	if r.Replaced {
		s.State = sheet.Of(sheet.Say("paper.replaced_by", of[0].No))
	}
	if !r.Replaced && !r.ApprovedAt.IsZero() && in.Kind != sheet.Decisions {
		s.State = sheet.Of(sheet.Say("paper.approved."+string(in.Kind), app.Today(r.ApprovedAt)))
	}
	if err := since(ctx, u, s, r.Meeting, c); err != nil {
		return Paper{}, err
	}
	o.told(s, c)
	if o.regime = meeting.RegimeOf(st, st.Body(r.Body)); in.Kind == sheet.Minutes && !r.Replaced && o.regime.Statutory() {
		minutes, err := u.Own.PublicMinutes(ctx, r.Meeting)
		if err != nil {
			return Paper{}, err
		}
		o.m = meeting.Meeting{ID: r.Meeting, Body: r.Body, On: r.On, State: meeting.Held}
		o.clocks(s, minutes)
	}
	return Paper{Sheet: *s, Set: set}, nil
}

// since says which decisions of a published part have been corrected since then.
func since(ctx context.Context, u *app.Unit, s *sheet.Sheet, meeting string, c record.Content) error {
	by, err := u.Own.PublicCorrections(ctx, meeting)
	for _, i := range c.Items {
		for _, d := range i.Decisions {
			if x, ok := by[d.ID]; ok {
				s.Add(sheet.P(sheet.Say("paper.corrected_since", d.Number)))
				mended(s, x.As, x.Why)
			}
		}
	}
	return err
}

// publicKind gives which document a published part is.
func publicKind(r store.PublicRecord) sheet.Kind {
	switch {
	case record.Kind(r.Kind) == record.Decisions:
		return sheet.Decisions
	case r.Form == record.FormMinutes:
		return sheet.Minutes
	}
	return sheet.Notes
}
