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

// A matter that leads to several documents is raised with them, each shows on the
// matter's page and on the portal's how it stands by its own rules.
func TestSeveralDocuments(t *testing.T) {
	w := pagetest.OpenOn(t, forms)
	alby := w.Seat("alby", people.Membership{Party: "alby", Body: "chief", Role: access.Member})
	k := keeper(w)
	form := url.Values{"titel": {"Överenskommelsen"}, "behov": {"Det behövs."}, "slag": {"agreement"}, "fran": {"alby"}, "titel-2": {"Planen bredvid"}}
	v := alby.Post("/arenden/nytt", form)
	if v.Status != http.StatusUnprocessableEntity || len(v.All(".field.wrong select[name=slag-2]")) != 1 || len(v.All(`input[name=titel-2][value="Planen bredvid"]`)) != 1 {
		t.Errorf("no kind: %s", v)
	}
	form.Set("slag-2", "plan")
	form.Set("gor", "vagen")
	alby.Post("/arenden/nytt", form).Sees("Förhandling", "Inspel", "Parternas beslut")
	form.Del("gor")
	alby.Post("/arenden/nytt", form).Sees("Ärendet är väckt", "Ärendets dokument", "Planen bredvid", "Handlingsplan", "Parterna beslutar: 0 av 3 har antagit", "Gäller Planen bredvid")
	k.Open("/sortering").Form("Godta vägen").Done()
	at := "/arenden/SAM-2026-001"
	k.Open(at).Form("Spara versionen").Fill("Eller text", "Förslagen.").Done()
	k.Open(at).Form("Skicka förslaget").Done()
	public := visitor.New(t, w.URL)
	public.Open(at).Sees("Ärendets dokument", "Planen bredvid", "Inte beslutat än", "Överenskommelsen")
}

// What the rule lets the parties do each says on the matter's page for itself, and
// until when, and where the matter goes then.
func TestTheLadderOnThePage(t *testing.T) {
	w := pagetest.OpenOn(t, forms)
	alby := w.Seat("alby", people.Membership{Party: "alby", Body: "chief", Role: access.Member}, people.Membership{Party: "alby", Role: access.Registrar})
	k := keeper(w)
	at := raised(alby, k, "Avvikelse")
	k.Open(at).Sees("Löses senast", "annars går ärendet till Kansliet").SeesNot("Hur gick det?")
	alby.Open(at).Sees("Hur gick det?", "annars går ärendet till Kansliet")
	k.Post(at+"/stationer", url.Values{"station": {"settle"}, "part": {"alby"}, "utfall": {"resolved"}})
	if k.Status != http.StatusForbidden {
		t.Errorf("by the keeper for a party: %s", k)
	}
	alby.Open(at).Form("Stationen är klar").Choose("Hur gick det?", "Löst").Done()
	w.Clock.Days(31) // nobody is signed in any more
	k = w.Seat("office", people.Membership{Party: "reg", Body: "office", Role: access.Secretary})
	k.Open(at).Sees("Tiden gick ut", "Hur gick det?", "annars går ärendet till Chefsgruppen")
}

// The units of a party answer each for itself on the remiss's page.
func TestUnitsAnswerOnThePage(t *testing.T) {
	w := pagetest.OpenOn(t, forms)
	alby := w.Seat("alby", people.Membership{Party: "alby", Body: "chief", Role: access.Member}, people.Membership{Party: "alby", Role: access.Registrar})
	k := keeper(w)
	at := raised(alby, k, "Riktlinje", "Var sker inspel?", "Kansliet")
	k.Open(at).Sees("Enheterna svarar var för sig i Alby")
	k.Form("Stationen är klar").Choose("Hur gick det?", "Inspel lämnat").Done()
	k.Open(at).Form("Spara versionen").Fill("Eller text", "Förslaget.").Done()
	k.Open(at + "/remiss").Sees("Alby (2 enheter svarar var för sig)")
	k.Form("Skicka remissen").Fill("Fråga", "Vad anser ni?").Fill("Svar senast", "2026-05-01").Done()
	page := k.URL.Path
	alby.Open(page).Sees("Svar från Skolan, Alby", "Svar från Omsorgen, Alby")
	alby.Post(page+"/svar", url.Values{"part": {"alby"}, "stallning-alby": {"supports"}})
	if alby.Status != http.StatusUnprocessableEntity {
		t.Errorf("the party as one: %s", alby)
	}
	alby.Sees("enheter svarar var för sig")
	alby.Post(page+"/svar", url.Values{"part": {"alby/school"}, "stallning-alby.school": {"supports"}, "text-alby.school": {"Skolans svar."}})
	k.Open(page).Sees("1 av 4 har svarat", "1 av 2 enheter har svarat", "Väntar på Omsorgen, Alby", "Skolans svar.")
}
