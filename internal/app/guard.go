package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"samverk/internal/domain/matter"
	"samverk/internal/domain/personnummer"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// No patient is ever named. What becomes public is looked through for personal
// identity numbers, and a file that has not been read whole does not become
// public, until somebody lets it through by name and with a reason.
//
// What is sent to those concerned by a meeting alone, its notice and what is written
// of it, is looked through too (Opening.Inside).
//
// A use case asks Guard of what its act opens. The door asks once more, of every
// text in the record of every act that stands in the public log: a use case that
// forgot is stopped all the same (guardRecords).

// Opening is what an act lets everybody read, or (Inside) sends to those concerned.
// To these a file that nobody could read may go, since they are to read it; and what
// somebody lets through to them is stopped all the same where it becomes public.
type Opening struct {
	Matter, Meeting string // where the exception is written down; "" for none
	Inside          bool
	Texts           []Said
	Files           []OpenedFile
}

// Said is a text and the field that it stands in.
type Said struct{ Field, Text string }

// OpenedFile is a file by the SHA-256 of its content, and its name.
type OpenedFile struct{ SHA, Name string }

// Says adds a text to what an act opens.
func (o *Opening) Says(field, text string) *Opening {
	o.Texts = append(o.Texts, Said{field, text})
	return o
}

// Opens gives what everybody can read once a version of a matter's proposal is
// sent: it, and the matter's own words.
func (c *Course) Opens(v matter.Version) Opening {
	o := Opening{Matter: c.Matter.ID, Texts: []Said{{"title", c.Matter.Title}, {"summary", c.Matter.Summary}, {"proposal", v.Text}, {"note", v.Note}}}
	for _, x := range c.Objects {
		o.Says("title", x.Title)
	}
	if v.FileSHA != "" {
		o.Files = []OpenedFile{{v.FileSHA, v.FileName}}
	}
	return o
}

// Stop is one thing that stops what would become public.
type Stop struct {
	Field   string // "" for a file
	File    string // the file's name
	Kind    string // the part of the file
	Page    int64  // of the file; 0 where it has none
	Masked  string // the number as it may be shown; "" where the file was not read
	Problem string // why a file was not read: FileWaiting, or as its text has it
}

// FileWaiting says that a file is about to be read.
const FileWaiting = "waiting"

// Stopped is the failure of an act that would open what the guard stops. It is a
// fault.RuleBroken. The same act with a reason (WithReason), by a person, is
// done.
type Stopped struct {
	Stops []Stop
	Why   error // what is wrong with the reason that was given; nil when there was none
}

func (s *Stopped) Error() string { return fmt.Sprintf("the guard stopped %d things", len(s.Stops)) }

// Unwrap gives the fault, at the field that was stopped first.
func (s *Stopped) Unwrap() error {
	return fault.New(fault.RuleBroken, "guard.stopped").On(s.Stops[0].Field)
}

// GuardRule is the rule that an exception from the guard sets aside, in its record.
const GuardRule = "guard.personal_number"

type reasonKey struct{}

// WithReason gives a context whose command is done although the guard stops it:
// the reason of the one who does it.
func WithReason(ctx context.Context, reason string) context.Context {
	return context.WithValue(ctx, reasonKey{}, reason)
}

func reasonOf(ctx context.Context) string {
	reason, _ := ctx.Value(reasonKey{}).(string)
	return strings.TrimSpace(reason)
}

// Guard stops an act that lets everybody read a personal identity number or a
// file that was not read: *Stopped says where. With a reason the exception is
// recorded, by name, and the act goes on.
func (u *Unit) Guard(ctx context.Context, o Opening) error {
	stops, hashes, err := u.stops(ctx, o)
	if err != nil || len(stops) == 0 {
		return err
	}
	reason := reasonOf(ctx)
	if reason == "" || u.Viewer.Person == "" {
		return &Stopped{Stops: stops}
	}
	if reason, err = matter.CheckReason(reason); err != nil {
		return &Stopped{Stops: stops, Why: err}
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return err
	}
	as := u.As(s)
	for _, h := range hashes {
		if err := u.Own.Clear(ctx, store.Clearing{Hash: h, How: "reason", Reason: reason, By: u.Viewer.Person, ByAs: as, At: u.Now}); err != nil {
			return err
		}
	}
	x := matter.Exception{ID: u.NewID(), Matter: o.Matter, Meeting: o.Meeting, Rule: GuardRule, Clause: "personnummer", Reason: reason,
		By: u.Viewer.Person, ByAs: as, At: u.Now}
	u.aside = append(u.aside, x)
	u.Announce(Event{Type: "guard.overruled", Object: x.ID, Record: overruled{x, stops}})
	return nil
}

// overruled is what the log of acts keeps of an exception: the numbers masked.
type overruled struct {
	matter.Exception
	Stops []Stop
}

// MayOpen reports whether something may become public now, without asking
// anybody: for what happens by itself.
func (u *Unit) MayOpen(ctx context.Context, o Opening) (bool, error) {
	stops, _, err := u.stops(ctx, o)
	return len(stops) == 0, err
}

// Numbers gives the personal identity numbers in the texts of an opening, let through
// or not: for a page that tells of them ahead.
func (o Opening) Numbers() []Stop {
	stops, _ := o.numbers()
	return stops
}

func (o Opening) numbers() (stops []Stop, hashes []string) {
	for _, t := range o.Texts {
		for _, f := range personnummer.Scan(t.Text) {
			stops = append(stops, Stop{Field: t.Field, Masked: f.Masked})
			hashes = append(hashes, Hashed(t.Text))
		}
	}
	return stops, hashes
}

// stops gives what stops an opening, and the hashes of what is to be let through.
func (u *Unit) stops(ctx context.Context, o Opening) ([]Stop, []string, error) {
	stops, hashes := o.numbers()
	for _, f := range o.Files {
		for _, n := range personnummer.Scan(f.Name) {
			stops = append(stops, Stop{Field: "file_name", File: n.Masked, Masked: n.Masked})
			hashes = append(hashes, Hashed(f.Name))
		}
	}
	found, err := u.inFiles(ctx, o.Files)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range found {
		if !o.Inside || f.stop.Problem == "" {
			stops, hashes = append(stops, f.stop), append(hashes, f.sha)
		}
	}
	if len(stops) == 0 {
		return nil, nil, nil
	}
	asked := hashes
	if o.Inside {
		for _, h := range hashes {
			asked = append(asked, inside(h))
		}
	}
	cleared, err := u.Own.Cleared(ctx, asked)
	if err != nil {
		return nil, nil, err
	}
	var left []Stop
	var open []string
	for i, s := range stops {
		h := hashes[i]
		if cleared[h] || o.Inside && cleared[inside(h)] {
			continue
		}
		if o.Inside {
			h = inside(h)
		}
		left, open = append(left, s), append(open, h)
	}
	return left, slices.Compact(open), nil
}

// inside gives what is let through instead of a hash, to those concerned alone.
func inside(hash string) string { return Hashed("inside " + hash) }

// Hashed gives the SHA-256 of a text in hexadecimal: what is kept of the secret of a
// link, which the secret is looked up by.
func Hashed(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// stopIn is a stop in a file.
type stopIn struct {
	sha  string
	stop Stop
}

func (u *Unit) inFiles(ctx context.Context, files []OpenedFile) ([]stopIn, error) {
	var shas []string
	for _, f := range files {
		if f.SHA != "" {
			shas = append(shas, f.SHA)
		}
	}
	texts, err := u.Own.FileTexts(ctx, shas)
	if err != nil {
		return nil, err
	}
	var out []stopIn
	for _, f := range files {
		t, known := texts[f.SHA]
		if f.SHA == "" || t.Cleared != "" {
			continue
		}
		if !known || t.Waiting {
			out = append(out, stopIn{f.SHA, Stop{File: f.Name, Problem: FileWaiting}})
			continue
		}
		for _, n := range t.Findings {
			out = append(out, stopIn{f.SHA, Stop{File: f.Name, Kind: n.Kind, Page: n.Page, Masked: n.Masked}})
		}
		if t.Problem != "" {
			out = append(out, stopIn{f.SHA, Stop{File: f.Name, Problem: t.Problem}})
		}
	}
	return out, nil
}

// guardRecords asks of every text that the acts of the public log commit to.
func (u *Unit) guardRecords(ctx context.Context) error {
	for _, e := range slices.Clone(u.events) {
		if !e.Public || e.Record == nil {
			continue
		}
		b, err := json.Marshal(e.Record)
		if err != nil {
			return fmt.Errorf("record of %s: %w", e.Type, err)
		}
		var record any
		if err := json.Unmarshal(b, &record); err != nil {
			return fmt.Errorf("record of %s: %w", e.Type, err)
		}
		o := Opening{Matter: matterOf(e, record)}
		each(&o, "", record)
		if err := u.Guard(ctx, o); err != nil {
			return err
		}
	}
	return nil
}

// matterOf gives the matter that an act is of, or "".
func matterOf(e Event, record any) string {
	if strings.HasPrefix(e.Type, "matter.") {
		return e.Object
	}
	fields, _ := record.(map[string]any)
	id, _ := fields["Matter"].(string)
	return id
}

// each adds every text of a record to an opening. The hashes of files are none.
func each(o *Opening, field string, v any) {
	switch x := v.(type) {
	case string:
		if !(len(x) == 64 && strings.Trim(x, "0123456789abcdef") == "") {
			o.Says(field, x)
		}
	case []any:
		for _, y := range x {
			each(o, field, y)
		}
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(x)) {
			each(o, strings.ToLower(k), x[k])
		}
	}
}
