package matters_test

import (
	"net/http"
	"net/url"
	"testing"

	"samverk/internal/access"
	"samverk/internal/domain/people"
	"samverk/internal/scenario/visitor"
	"samverk/internal/web/pagetest"
)

// forms is the small county with the forms of ways that no county's text uses.
const forms = "../../app/mattertest/testdata/forms.yaml"

func keeper(w *pagetest.World) *visitor.Visitor {
	return w.Seat("keeper", people.Membership{Party: "reg", Body: "chief", Role: access.Secretary}, people.Membership{Party: "reg", Body: "office", Role: access.Secretary})
}

// raised raises a matter on its page and sorts it; it gives its address.
func raised(v, sorter *visitor.Visitor, kind string, choose ...string) string {
	v.Open("/arenden/nytt")
	form := v.Form("Väck ärendet").Fill("Vad heter", "Ett ärende").Fill("Vad är behovet", "Det behövs.").
		Select("Vad ska det leda till", kind).Select("Vem väcker", "Alby")
	for i := 0; i+1 < len(choose); i += 2 {
		form = form.Choose(choose[i], choose[i+1])
	}
	form.Done()
	sorter.Open("/sortering").Form("Godta vägen").Done()
	return "/arenden/SAM-2026-001"
}

// A rule that lets one of several places do it asks which: the question stands on
// the page, with the rule; those whom it concerns answer it, others are refused;
// the way follows the answer.
func TestAChoiceIsAskedAndAnswered(t *testing.T) {
	w := pagetest.OpenOn(t, forms)
	alby := w.Seat("alby", people.Membership{Party: "alby", Body: "chief", Role: access.Member})
	other := w.Seat("berga", people.Membership{Party: "berga", Role: access.Registrar})
	k := keeper(w)
	alby.Open("/arenden/nytt").Sees("Var sker inspel?", "Kansliet", "Chefsgruppen", "Vet inte")
	at := raised(alby, k, "Riktlinje")
	on := func(v *visitor.Visitor, station string) int { return len(v.Open(at).All("#" + station)) }
	if on(k, "s-input-office") != 1 || on(k, "s-input-chief") != 1 {
		t.Errorf("while nobody has answered both places stand on the way: %s", k.Text())
	}
	other.Open(at + "/fakta").Sees("Var sker inspel?").SeesNot("Visa vad som ändras")
	other.Post(at+"/fakta", url.Values{"version": {"2"}, "fraga-where_place": {"office"}, "gor": {"spara"}})
	if other.Status != http.StatusForbidden {
		t.Errorf("answered by somebody whom it doesn't concern: %s", other)
	}
	k.Open(at+"/fakta").Form("Visa vad som ändras").Choose("Var sker inspel?", "Kansliet").Submit()
	k.Form("Godta den nya vägen").Done()
	if on(k, "s-input-office") != 1 || on(k, "s-input-chief") != 0 {
		t.Errorf("the way doesn't follow the answer: %s", k.Text())
	}
	k.Post(at+"/fakta", url.Values{"version": {"3"}, "fraga-where_place": {"atlantis"}, "gor": {"spara"}})
	if k.Status != http.StatusUnprocessableEntity {
		t.Errorf("a place that is no option: %s", k)
	}
}
