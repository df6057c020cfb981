package pagetest

import (
	"net/http"
	"strings"
	"testing"

	"samverk/internal/app/apptest"
	"samverk/internal/app/meetings"
	"samverk/internal/app/records"
	"samverk/internal/domain/record"
	"samverk/internal/scenario/browser"
	"samverk/internal/scenario/visitor"
)

// approved closes a meeting of the committee and has its notes approved.
func (w *World) approved(meeting string) {
	w.T.Helper()
	keeper := apptest.Member("keeper", served)
	m, err := meetings.Page.Do(w.Ctx, w.Sys, keeper, meetings.PageInput{Meeting: meeting})
	w.Ok(err)
	_, err = meetings.Close.Do(w.Ctx, w.Sys, keeper, meetings.CloseInput{Meeting: meeting, Version: m.Meeting.Version, Anyway: true})
	w.Ok(err)
	part := records.PartInput{Meeting: meeting, Kind: record.Notes}
	d, err := records.Check.Do(w.Ctx, w.Sys, keeper, part)
	w.Ok(err)
	part.Version = d.Version
	_, err = records.NoteApproval.Do(w.Ctx, w.Sys, keeper, records.NoteInput{PartInput: part, On: w.Today()})
	w.Ok(err)
}

// Of a decision whose notes have been approved the form asks for the words and why;
// a form that stood open since before can't turn the decision round. The reason
// stands at both decisions, for the public too.
func TestApprovedDecisionIsMendedByForm(t *testing.T) {
	w := OpenOn(t, fifth)
	keeper, v, public := apptest.Member("keeper", served), w.Seat("sekreterare", served), visitor.New(t, w.URL)
	at := w.held(keeper, "committee", "Avgiften")
	old := w.decided(keeper, at, "Avgiften hjös.")
	path := "/beslut/" + old.Number.String()
	open := v.Open(path).Sees("Hur gick det?").SeesNot("Varför rättas det?").Form("Spara rättelsen")
	v.Open(at + "/genomfor").SeesNot("Där står vilka som var med")
	roll := v.Form("Spara närvaron")
	w.approved(strings.TrimPrefix(at, "/moten/"))
	roll.Submit().Sees("Där står vilka som var med").SeesNot("Spara närvaron")
	open.Fill("Beslutets lydelse", "Avgiften höjs inte.").Choose("Hur gick det?", "Avslag").Submit().
		Sees("det som beslutades står fast", "tar ett möte ett nytt beslut", "Avgiften höjs inte.")
	if v.Status != http.StatusConflict {
		t.Errorf("status %d", v.Status)
	}
	v.Open(path).Sees("Varför rättas det?").SeesNot("Hur gick det?", "Flytta beslutet")
	tab := browser.Open(t, w.URL, browser.Phone, v.Cookies()...)
	for _, look := range []browser.Look{browser.Phone, browser.Desk.InDark()} {
		tab.See(look)
		tab.Go(path).Judge()
	}
	v.Form("Spara rättelsen").Fill("Beslutets lydelse", "Avgiften höjs.").Submit().Sees("Skriv varför beslutet rättas.", "Avgiften höjs.")
	v.Form("Spara rättelsen").Fill("Varför rättas det?", "Ett skrivfel.").Done().Sees("Rättelsen är sparad.", "Avgiften höjs.", "Rättad av", "Ett skrivfel.")
	now := v.URL.Path
	v.Open(path).Sees("Det här beslutet är rättat", "Rättad av", "Ett skrivfel.")
	w.opened(keeper, old)
	public.Open(path).Sees("är rättat").SeesNot("Ett skrivfel.")
	v.Open(now).Form("Publicera beslutet").Done()
	public.Open(path).Sees("är rättat", "Rättad av", "Ett skrivfel.")
	public.Open(now).Sees("rättar ett tidigare beslut", "Rättad av", "Ett skrivfel.")
}

// Two have the same decision open to correct: what the second types stands beside
// the correction that the first made, and goes on from there.
func TestCrossedCorrection(t *testing.T) {
	w := OpenOn(t, fifth)
	keeper, one, two := apptest.Member("keeper", served), w.Seat("sekreterare", served), w.Seat("andra", served)
	at := w.held(keeper, "committee", "Avgiften")
	path := "/beslut/" + w.decided(keeper, at, "Avgiften hjös.").Number.String()
	late := two.Open(path).Form("Spara rättelsen").Fill("Beslutets lydelse", "Avgiften höjs från nyår.").Fill("Ansvarig", "Beredningen")
	for _, text := range []string{"Avgiften höjs.", "Avgiften höjs nu."} { // corrected twice meanwhile: the last one stands
		one.Open(path).Form("Spara rättelsen").Fill("Beslutets lydelse", text).Done()
		path = one.URL.Path
	}
	late.Submit().Sees("Beslutet rättades medan du skrev", "Avgiften höjs nu.", "Avgiften höjs från nyår.", "Rätta det senaste i stället.")
	if two.Status != http.StatusConflict || len(two.All(`input[value="Beredningen"]`)) != 1 || !leads(two, path) {
		t.Errorf("status %d: what was typed is gone, or nothing leads on", two.Status)
	}
	two.Form("Rätta det som gäller nu").Done().Sees("Rättelsen är sparad.", "Avgiften höjs från nyår.", "Beredningen", "Rättar ett tidigare beslut")
	two.Open(path).Sees("Det här beslutet är rättat")
}
