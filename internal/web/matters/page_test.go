package matters_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"samverk/internal/web/pagetest"
)

// Everybody who has the next move can be read on the page, and when a version
// was sent is a sentence of its own.
func TestEverybodyWithTheNextMove(t *testing.T) {
	w := pagetest.Open(t)
	w.ToParties("Överenskommelse om utskrivning")
	page := w.Chief("laxa").Open("/arenden/"+w.ID).Sees("13 ska göra något", "Visa 9 till").SeesNot(" . Skickad")
	if shown := page.All(".next > ul > li"); len(shown) != 4 {
		t.Errorf("%d stand open", len(shown))
	}
	folded := page.All(".next details li")
	if len(folded) != 9 {
		t.Errorf("%d are folded", len(folded))
	}
	for i, li := range page.All(".next li") {
		if mine := len(page.All(".next > ul > li:first-child a")) == 1; i == 0 && !mine {
			t.Errorf("the reader's own move is not first: %s", page.TextOf(li))
		}
	}
}

// What the structure doesn't have is told at its field, with those that there
// are, all of it at once; what was typed stands.
func TestUnknownNamesAreToldAtTheirFields(t *testing.T) {
	w := pagetest.Open(t)
	v := w.Chief("kumla").Post("/arenden/nytt", url.Values{"titel": {"MITT ÄRENDE"}, "behov": {"Ett behov."}, "slag": {"pamflett"},
		"omrade": {"rymden"}, "fran": {"atlantis"}, "fraga-commits": {"kanske"}, "fraga-named": {"kumla", "atlantis"}})
	if v.Status != http.StatusUnprocessableEntity {
		t.Fatalf("%s", v)
	}
	if len(v.All(`input[name=titel][value="MITT ÄRENDE"]`)) != 1 {
		t.Error("the title is gone")
	}
	v.Sees("”pamflett” går inte att välja. Välj bland: ", "Överenskommelse", "”rymden” går inte", "”atlantis” går inte", "Kumla", "”kanske” går inte att välja. Välj bland: ja, nej, vet-inte.")
	if n := len(v.All(".field .fault")); n < 4 {
		t.Errorf("%d of the fields say it themselves", n)
	}
}

// That a person alone may not raise something is told before it is sent.
func TestWhoMayRaiseIsToldBeforehand(t *testing.T) {
	w := pagetest.Open(t)
	form := url.Values{"slag": {"agreement"}, "omrade": {"social-care"}, "gor": {"vagen"}}
	w.Secretary().Post("/arenden/nytt", form).Sees("låter inte dig väcka ärendet här")
	form.Set("fran", "kumla")
	w.Chief("kumla").Post("/arenden/nytt", form).SeesNot("låter inte dig väcka ärendet här")
}

func TestTheNeedIsShortAndTheDayAhead(t *testing.T) {
	w := pagetest.Open(t)
	form := url.Values{"titel": {"Ett ärende"}, "behov": {strings.Repeat("ord ", 61)}, "slag": {"agreement"}, "fran": {"kumla"}}
	chief := w.Chief("kumla")
	chief.Post("/arenden/nytt", form).Sees("högst 60 ord. Den är 61 ord nu.")
	form.Set("behov", strings.Repeat("ord ", 60))
	form.Set("ikraft", "2020-01-01")
	v := chief.Post("/arenden/nytt", form).Sees("1 januari 2020 har passerat")
	if len(v.All(".field.wrong input[name=ikraft]")) != 1 {
		t.Error("not at the field")
	}
	form.Del("ikraft")
	if v.Post("/arenden/nytt", form); v.Status != http.StatusOK {
		t.Errorf("60 words: %s", v)
	}
}
