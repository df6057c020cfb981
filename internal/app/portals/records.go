package portals

import (
	"context"
	"errors"
	"slices"

	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/record"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// RecordsInput names a body, a year ("" is all) and words of a title.
type RecordsInput struct{ Body, Year, Words string }

// RecordsView is the archive of a body's published notes.
type RecordsView struct {
	Frame
	Body    *structure.Body
	Records []PublicRecord
}

// PublicRecord is a published part with its words.
type PublicRecord struct {
	store.PublicRecord
	Content   record.Content
	Corrected []Corrected // the decisions in it that have been corrected since
}

// Corrected is a decision that a later one corrects.
type Corrected struct {
	Number string
	Body   string                 // name, where several bodies decided at the meeting
	By     store.PublicCorrection // the one that does; zero where that is not published
}

// recordsShown is how many notes the archive shows of what was asked for.
const recordsShown = 300

// Records gives the published notes of a body, the latest meeting first.
var Records = app.NewQuery("portal.records", func(ctx context.Context, u *app.Unit, in RecordsInput) (RecordsView, error) {
	f, err := frame(ctx, u)
	if err != nil {
		return RecordsView{}, err
	}
	if f.Structure == nil || f.Structure.Body(in.Body) == nil {
		return RecordsView{}, fault.New(fault.NotFound, "not_found")
	}
	v := RecordsView{Frame: f, Body: f.Structure.Body(in.Body)}
	from, to := Year(in.Year)
	rows, err := u.Own.PublicRecords(ctx, in.Body, from, to, in.Words, recordsShown)
	if err != nil {
		return v, err
	}
	v.Records, err = withWords(rows)
	return v, err
})

// Year gives the days of a year as it is written in an address; all days for
// anything else.
func Year(y string) (from, to workday.Date) {
	if first, err := workday.Parse(y + "-01-01"); err == nil {
		return first, workday.Date(y + "-12-31")
	}
	return "0001-01-01", "9999-12-31"
}

func withWords(rows []store.PublicRecord) ([]PublicRecord, error) {
	out := make([]PublicRecord, len(rows))
	for i, r := range rows {
		c, err := record.Parse(r.Content)
		if err != nil {
			return nil, err
		}
		out[i] = PublicRecord{PublicRecord: r, Content: c}
	}
	return out, nil
}

// RecordView is what is published of a meeting.
type RecordView struct {
	Frame
	Records []PublicRecord // the newest version of each part first
	Clocks  meeting.Clocks // of a board's minutes: approved, announced, how long they can be appealed against
	Then    *structure.Structure
}

// Record gives what is published of the record of a meeting; fault.NotFound where
// nothing is.
var Record = app.NewQuery("portal.record", func(ctx context.Context, u *app.Unit, id string) (RecordView, error) {
	f, err := frame(ctx, u)
	if err != nil {
		return RecordView{}, err
	}
	rows, err := u.Own.PublicRecordsOf(ctx, id)
	if err != nil {
		return RecordView{}, err
	}
	if len(rows) == 0 {
		return RecordView{}, fault.New(fault.NotFound, "not_found")
	}
	v := RecordView{Frame: f}
	if v.Records, err = withWords(rows); err != nil {
		return v, err
	}
	if err := v.law(ctx, u); err != nil {
		return v, err
	}
	by, err := u.Own.PublicCorrections(ctx, id)
	for i := range v.Records {
		v.Records[i].Corrected = corrected(v.Records[i].Content, by)
	}
	return v, err
})

// law fills in what law counts from a board's minutes that are published.
func (v *RecordView) law(ctx context.Context, u *app.Unit) error {
	at := slices.IndexFunc(v.Records, func(r PublicRecord) bool {
		return r.Kind == string(record.Notes) && r.Form == record.FormMinutes && !r.Replaced
	})
	if at < 0 {
		return nil
	}
	r := v.Records[at]
	s, err := u.StructureThen(ctx, r.On)
	if errors.Is(err, fault.Unavailable) || errors.Is(err, fault.NotFound) {
		s, err = v.Structure, nil
	}
	if err != nil || s == nil {
		return err
	}
	m, err := u.Own.PublicMinutes(ctx, r.Meeting)
	v.Then, v.Clocks = s, meeting.RegimeOf(s, s.Body(r.Body)).Clocks(r.On, m, u.Today)
	return err
}

// corrected gives the decisions that a part holds and later ones correct. by has
// the id of each with that of the one that corrects it.
func corrected(c record.Content, by map[string]store.PublicCorrection) []Corrected {
	var out []Corrected
	for _, i := range c.Items {
		for _, d := range i.Decisions {
			if id, ok := by[d.ID]; ok {
				out = append(out, Corrected{d.Number, d.Body, id})
			}
		}
	}
	return out
}
