package papers

import (
	"context"
	"errors"
	"maps"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/sheet"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// SetView is what the county has chosen for its documents, for the page on which
// it is changed.
type SetView struct {
	store.PaperSet                     // in the language that was asked for
	Default        sheet.Lang          // the language that the county has chosen
	Changes        []store.PaperChange // the newest first
}

// SetPage gives the page on which the county's documents are worded, in a
// language.
var SetPage = app.NewQuery("paper.set", func(ctx context.Context, u *app.Unit, lang sheet.Lang) (SetView, error) {
	s, err := keeper(ctx, u)
	if err != nil {
		return SetView{}, err
	}
	v := SetView{}
	if v.PaperSet, err = u.Own.PaperSet(ctx); err != nil {
		return SetView{}, err
	}
	if v.Default = v.Language(); slices.Contains(sheet.Langs(), lang) {
		v.Lang = lang
	}
	v.County = s.Title.In(string(v.Language()))
	v.Changes, err = u.Own.PaperChanges(ctx, 20)
	return v, err
})

// keeper asks whether the viewer keeps the county's documents: at one of the
// bodies that keep its structure.
func keeper(ctx context.Context, u *app.Unit) (*structure.Structure, error) {
	s, err := u.Structure(ctx)
	if err != nil {
		return nil, err
	}
	return s, u.RequireAny(app.AtForemost(s, access.KeepPapers)...)
}

// Saved is the version that an act made.
type Saved struct{ Version int64 }

// WordsIn words one kind of document in one language. Parts that are not in
// Texts get the built-in words back. Version is the one that was read.
type WordsIn struct {
	Version int64
	Kind    sheet.Kind
	Lang    sheet.Lang
	Texts   map[sheet.Part]string
}

// SetWords saves how the county words a kind of document; without texts it goes
// back to the built-in words.
var SetWords = app.NewCommand("paper.set_words", func(ctx context.Context, u *app.Unit, in WordsIn) (Saved, error) {
	return change(ctx, u, in.Version, func(p *store.PaperSet) error {
		p.Change = "words"
		if len(in.Texts) == 0 {
			p.Change = "built_in"
		}
		words, err := Reword(p.Words, in)
		p.Words = words
		return err
	})
})

// Reword gives the county's wordings with those of one kind and language
// replaced; all that is wrong with them is in the error.
func Reword(words map[sheet.Place]string, in WordsIn) (map[sheet.Place]string, error) {
	out := maps.Clone(words)
	if out == nil {
		out = map[sheet.Place]string{}
	}
	var wrong []error
	for _, part := range sheet.Parts() {
		at := sheet.Place{Kind: in.Kind, Lang: in.Lang, Part: part}
		delete(out, at)
		text, ok := in.Texts[part]
		if !ok {
			continue
		}
		text, err := sheet.CheckWording(at, text)
		wrong = append(wrong, err)
		out[at] = text
	}
	if _, err := sheet.CheckWording(sheet.Place{Kind: in.Kind, Lang: in.Lang, Part: sheet.PartFooter}, ""); err != nil {
		return words, err
	}
	return out, errors.Join(wrong...)
}

// LookIn sets the language of documents that nobody asks for in another, and the
// logo: a new one (Logo, a file; nil for none), a new description of it, or none (NoLogo).
type LookIn struct {
	Version int64
	Lang    sheet.Lang
	Logo    []byte
	Alt     string
	NoLogo  bool
}

// SetLook saves the language and the logo.
var SetLook = app.NewCommand("paper.set_look", func(ctx context.Context, u *app.Unit, in LookIn) (Saved, error) {
	return change(ctx, u, in.Version, func(p *store.PaperSet) error {
		if in.Lang != sheet.Swedish && in.Lang != sheet.English {
			return fault.New(fault.Invalid, "wording.lang_unknown").On("lang")
		}
		p.Lang, p.Change = in.Lang, "look"
		if in.NoLogo {
			p.Logo = nil
			return nil
		}
		if in.Logo != nil {
			logo, err := ReadLogo(in.Logo)
			if err != nil {
				return err
			}
			p.Logo = logo
		}
		if p.Logo == nil {
			return nil
		}
		alt, err := sheet.CheckAlt(in.Alt)
		p.Logo.Alt = alt
		return err
	})
})

// opens gives what becomes public with a new choice: the words that were not there
// before it, which stand in documents that everybody reads.
func opens(before, now sheet.Set) app.Opening {
	var o app.Opening
	for _, k := range sheet.Worded() {
		for _, lang := range sheet.Langs() {
			for _, part := range sheet.Parts() {
				at := sheet.Place{Kind: k, Lang: lang, Part: part}
				if now.Words[at] != before.Words[at] {
					o.Says(string(part), now.Words[at])
				}
			}
		}
	}
	if now.Logo != nil && (before.Logo == nil || before.Logo.Alt != now.Logo.Alt) {
		o.Says("alt", now.Logo.Alt)
	}
	return o
}

// change makes the next version of the county's choice.
func change(ctx context.Context, u *app.Unit, was int64, do func(*store.PaperSet) error) (Saved, error) {
	p, err := u.Own.PaperSet(ctx)
	if err != nil {
		return Saved{}, err
	}
	s, err := keeper(ctx, u)
	if err != nil {
		return Saved{}, err
	}
	if p.Version != was {
		return Saved{}, fault.New(fault.Conflict, "conflict.changed")
	}
	p.Lang = p.Language()
	before := p
	if err := do(&p); err != nil {
		return Saved{}, err
	}
	if err := u.Guard(ctx, opens(before.Set, p.Set)); err != nil {
		return Saved{}, err
	}
	p.As = u.As(s)
	if err := u.Own.AddPaperSet(ctx, was, p, u.Now); err != nil {
		return Saved{}, err
	}
	words := make(map[string]string, len(p.Words))
	for at, text := range p.Words {
		words[string(at.Kind)+"."+string(at.Lang)+"."+string(at.Part)] = text
	}
	logo := ""
	if p.Logo != nil {
		logo = p.Logo.SHA
	}
	u.Announce(app.Event{Type: "paper.set_changed", Object: "papers", Version: was + 1,
		Record: map[string]any{"change": p.Change, "lang": p.Lang, "words": words, "logo": logo}})
	return Saved{was + 1}, nil
}

// Example gives a document of a kind that is about nothing, for looking at the
// county's choice. It holds a block of every kind that such documents have.
func Example(k sheet.Kind, set sheet.Set) sheet.Sheet {
	s := sheet.New(k)
	say := func(key string) sheet.Span { return sheet.Say("paper.example." + key) }
	s.Lang, s.On, s.Printed = set.Language(), "2027-03-11", "2027-03-01"
	s.Fill(sheet.FieldBody, say("body"))
	s.Fill(sheet.FieldDate, sheet.Say("paper.date", s.On))
	s.Fill(sheet.FieldTime, sheet.Say("paper.hours", sheet.Clock("09:00"), sheet.Clock("12:00")))
	s.Fill(sheet.FieldPlace, say("place"))
	s.Fill(sheet.FieldChair, say("chair"))
	s.Fill(sheet.FieldNumber, sheet.T("2027-3"))
	s.Fill(sheet.FieldMatter, say("matter"))
	s.Fact("paper.when", sheet.Say("paper.slot", sheet.Day(s.On), sheet.Clock("09:00"), sheet.Clock("12:00")))
	s.Fact("paper.where", say("place"))
	if k == sheet.Notice || k == sheet.Agenda {
		s.Add(sheet.H2(sheet.T("1. "), say("matter")).With(sheet.Say("paper.purpose.decide"), sheet.T(" · "), sheet.Say("paper.minutes_long", 15)), sheet.P(say("summary")),
			sheet.FactsOf(sheet.F("paper.presenter", say("presenter"))))
		return *s
	}
	if k == sheet.Notes || k == sheet.Minutes {
		s.Add(sheet.H2(sheet.Say("paper.attendance")), sheet.Table{Caption: sheet.Of(sheet.Say("paper.present")), Cols: []sheet.Line{sheet.Of(sheet.Say("paper.name")), sheet.Of(sheet.Say("paper.as"))},
			Rows: [][]sheet.Line{{sheet.Of(say("chair")), sheet.Of(sheet.Say("paper.role.chair"))}, {sheet.Of(say("presenter")), sheet.Of(sheet.Say("paper.role.member"))}}})
	}
	s.Add(sheet.H2(sheet.Say("paper.decision_no", "2027-3"), sheet.T(": "), say("matter")).With(sheet.Say("paper.kind.decision"), sheet.T(" · "), sheet.Say("paper.outcome.as_proposed")),
		sheet.Record{Paras: []sheet.Line{sheet.Of(say("text"))}}, sheet.FactsOf(sheet.F("paper.responsible", say("presenter"))))
	switch k {
	case sheet.Minutes:
		s.Add(sheet.H2(sheet.Say("paper.approval")), sheet.Signature{Name: sheet.Of(say("chair")), Role: sheet.Of(sheet.Say("paper.sign.chair"))})
	case sheet.Extract:
		s.Add(sheet.Signature{Role: sheet.Of(sheet.Say("paper.certified"))})
	}
	return *s
}
