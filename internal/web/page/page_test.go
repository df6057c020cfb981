package page

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/text"
)

func TestReadDate(t *testing.T) {
	const today = "2026-11-22"
	for in, want := range map[string]workday.Date{
		"2026-11-24": "2026-11-24", "24 nov": "2026-11-24", "24 november": "2026-11-24", "24/11": "2026-11-24",
		"24/11 2027": "2027-11-24", "24 november 2025": "2025-11-24", "5 jan": "2027-01-05", "1 okt": "2026-10-01",
		"": "", "31 feb": "", "24": "", "i morgon": "", "24 xyz": "", "2026-13-01": "",
	} {
		got, ok := ReadDate(in, today)
		if got != want || ok != (want != "") {
			t.Errorf("ReadDate(%q) = %q, %v; want %q", in, got, ok, want)
		}
	}
}

func TestReadDateAhead(t *testing.T) {
	const today = "2026-11-26"
	for in, want := range map[string]workday.Date{
		"30 juni": "2027-06-30", "26 nov": "2026-11-26", "25 nov": "2027-11-25", "1/6": "2027-06-01", "5 jan": "2027-01-05",
		"2026-06-30": "2026-06-30", "30 juni 2026": "2026-06-30", "31 feb": "", "": "",
	} {
		got, ok := ReadDateAhead(in, today)
		if got != want || ok != (want != "") {
			t.Errorf("ReadDateAhead(%q) = %q, %v; want %q", in, got, ok, want)
		}
	}
}

func TestNumberAndVersion(t *testing.T) {
	for in, want := range map[string]int{"": 7, "0": 0, " 12 ": 12, "-1": -1, "tre": -1, "1,5": -1, "99999999999999999999": -1} {
		f := Empty(text.For("sv"))
		f.Values.Set("n", in)
		n, bad := f.Number("n", 7), f.Error("n") != ""
		if bad != (want < 0) || !bad && n != want {
			t.Errorf("Number(%q) = %d, fault %v; want %d", in, n, bad, want)
		}
	}
	for in, want := range map[string]int64{"": 0, "3": 3, "x": 0, "99999999999999999999": 0} {
		f := Empty(text.For("sv"))
		f.Values.Set("version", in)
		if got := f.Version(); got != want {
			t.Errorf("Version of %q = %d, want %d", in, got, want)
		}
	}
}

func TestExplainKeepsWhatBelongsToTheForm(t *testing.T) {
	f := Empty(text.For("sv"))
	if err := f.Explain(fault.New(fault.Invalid, "page.date").On("on")); err != nil || f.Error("on") == "" || f.Status() != http.StatusUnprocessableEntity {
		t.Errorf("a fault at a field: %v, %+v", err, f)
	}
	f = Empty(text.For("sv"))
	both := errors.Join(fault.New(fault.Invalid, "page.date").On("on"), fault.New(fault.Invalid, "page.date").On("due"))
	if err := f.Explain(both); err != nil || f.Error("on") == "" || f.Error("due") == "" {
		t.Errorf("two faults at two fields: %v, %+v", err, f)
	}
	f = Empty(text.For("sv"))
	if err := f.Explain(rule.Refuse("page.date", []rule.Ref{{ID: "a"}})); err != nil || f.Refused == nil || f.Status() != http.StatusConflict {
		t.Errorf("a refusal: %v, %+v", err, f)
	}
	f = Empty(text.For("sv"))
	if err := f.Explain(fault.New(fault.Conflict, "conflict.changed")); err != nil || !f.Bad() || f.Status() != http.StatusConflict {
		t.Errorf("somebody else was first: %v, %+v", err, f)
	}
	f = Empty(text.For("sv"))
	if err := f.Explain(fault.New(fault.NotFound, "not_found")); !errors.Is(err, fault.NotFound) || f.Bad() {
		t.Errorf("not found belongs to the page of failures: %v", err)
	}
}

// What no database keeps as text is no form that can be read.
func TestReadTakesTextAlone(t *testing.T) {
	for body, ok := range map[string]bool{"titel=Ordning": true, "titel=a%00b": false, "titel=%ff": false} {
		r := httptest.NewRequest(http.MethodPost, "/x", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if _, err := Read(r, text.For("sv")); (err == nil) != ok || err != nil && !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func TestSaidTakesNoWordsFromTheAddress(t *testing.T) {
	sv := text.For("sv")
	for query, want := range map[string]bool{"said.saved": true, "page.date": false, "said.nonsense": false, "<b>": false} {
		r := httptest.NewRequest(http.MethodGet, "/x?klart="+url.QueryEscape(query), nil)
		if got := Said(r, sv) != nil; got != want {
			t.Errorf("%q: said %v, want %v", query, got, want)
		}
	}
}

func TestSection(t *testing.T) {
	for in, want := range map[string]string{"12": "§ 12", " 112 ": "§ 112", "§ 12": "§ 12", "§12": "§12", "12 §": "12 §", "Ks 12": "Ks 12", "": ""} {
		if got := Section(in); got != want {
			t.Errorf("%q is shown as %q, want %q", in, got, want)
		}
	}
}
