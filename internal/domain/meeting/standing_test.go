package meeting

import (
	"errors"
	"slices"
	"strconv"
	"testing"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

func TestWhenAStandingItemStands(t *testing.T) {
	m := Meeting{ID: "m", Body: "a", On: "2027-05-10"}
	for _, c := range []struct {
		at              string
		year            []workday.Date
		stands, certain bool
	}{
		{EachMeeting, []workday.Date{"2027-01-10"}, true, true},
		{FirstOfYear, nil, true, true},
		{FirstOfYear, []workday.Date{"2027-01-10", "2027-09-01"}, false, true},
		{FirstOfYear, []workday.Date{"2027-09-01"}, true, true},
		{LastOfYear, []workday.Date{"2027-01-10"}, true, true},
		{LastOfYear, []workday.Date{"2027-01-10", "2027-09-01"}, false, true},
		{"first meeting of term", nil, false, false},
	} {
		if is, sure := Stands(c.at, m, Others{Year: c.year}); is != c.stands || sure != c.certain {
			t.Errorf("%s among %v: %v %v", c.at, c.year, is, sure)
		}
	}
}

func TestFillPutsItemsAtTheirPlaces(t *testing.T) {
	b := &structure.Body{ID: "a", Meetings: structure.MeetingRule{Standing: []structure.StandingItem{
		{Item: "Läget", At: EachMeeting, Rule: rule.Ref{ID: "a.standing.1"}}, {Item: "Mandaten", At: "first meeting of term", Rule: rule.Ref{ID: "a.standing.2"}}}}}
	own := []Standing{{ID: "o", At: EachMeeting, Item: Item{Title: "Upprop"}}, {ID: "c", At: EachMeeting, Closing: true, Item: Item{Title: "Avslut"}}}
	m := Meeting{ID: "m", Body: "a", On: "2027-05-10"}
	sure, doubtful := StandingOf(b, own, m, Others{})
	if len(doubtful) != 1 || doubtful[0].Title != "Mandaten" {
		t.Errorf("%+v", doubtful)
	}
	sure = append(sure, NotesItem("Anteckningar", "e", "2027-03-10"), Item{Title: "Kvar", Origin: Origin{Kind: CarriedOver, Of: "k"}})
	n := 0
	id := func() string { n++; return strconv.Itoa(n) }
	a, err := Agenda{{ID: "x", Title: "Ärendet", Matter: "mx", Pos: 1}}.Fill(sure, "m", id)
	if err != nil {
		t.Fatal(err)
	}
	titles := func(a Agenda) (out []string) {
		for i, x := range a {
			if x.Pos != i+1 {
				t.Errorf("%s stands at %d, not %d", x.Title, x.Pos, i+1)
			}
			out = append(out, x.Title)
		}
		return out
	}
	want := []string{"Upprop", "Anteckningar", "Läget", "Kvar", "Ärendet", "Avslut"}
	if got := titles(a); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if again, err := a.Fill(sure, "m", id); err != nil || len(again) != len(a) {
		t.Errorf("what stands there is put there again: %q %v", titles(again), err)
	}
	if a, err = a.Add(Item{ID: "y", Title: "Nytt"}); err != nil || titles(a)[5] != "Nytt" {
		t.Errorf("%q %v", titles(a), err)
	}
	if a, err = a.MoveTo("y", 1); err != nil || titles(a)[0] != "Nytt" {
		t.Errorf("%q %v", titles(a), err)
	}
	if a, err = a.MoveTo("y", 99); err != nil || titles(a)[6] != "Nytt" {
		t.Errorf("%q %v", titles(a), err)
	}
	if sure, doubtful := StandingOf(b, own, Meeting{Body: "a", Parent: "m"}, Others{}); sure != nil || doubtful != nil {
		t.Errorf("a side session has standing items: %v %v", sure, doubtful)
	}
	if _, err := (Agenda{}).Fill(Agenda{{}}, "m", id); !errors.Is(err, fault.Invalid) {
		t.Errorf("an item without a title: %v", err)
	}
}

func TestWhatIsCarriedOver(t *testing.T) {
	for _, c := range []struct {
		name  string
		left  Left
		why   string
		sure  bool
		comes bool
	}{
		{"postponed", Left{Item: Item{Purpose: Decide}, Recorded: true, Postponed: true}, Adjourned, true, true},
		{"decided", Left{Item: Item{Purpose: Decide}, Recorded: true}, "", false, false},
		{"not reached", Left{Item: Item{Purpose: Decide}}, NotReached, true, true},
		{"for information", Left{Item: Item{Purpose: Inform}}, LeftOpen, false, true},
		{"carried once, not reached again", Left{Item: Item{Purpose: Decide, Origin: Origin{Kind: CarriedOver, Of: "i"}}}, NotReached, true, true},
		{"stands there anyway", Left{Item: Item{Purpose: Decide, Origin: Origin{Kind: ByText}}}, "", false, false},
		{"earlier notes", Left{Item: Item{Purpose: Decide, Origin: Origin{Kind: EarlierNotes}}}, "", false, false},
	} {
		c.left.ID, c.left.Meeting, c.left.Pos, c.left.On = "old", "e", 4, "2027-03-10"
		i, sure, comes := c.left.Carried()
		if sure != c.sure || comes != c.comes || i.Origin.Why != c.why {
			t.Errorf("%s: %+v %v %v", c.name, i.Origin, sure, comes)
		}
		if comes && (i.ID != "" || i.Pos != 0 || i.Origin.Of != "old" || i.Origin.Meeting != "e" || i.Origin.On != "2027-03-10") {
			t.Errorf("%s: %+v", c.name, i)
		}
	}
}
