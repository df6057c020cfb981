package ical

import (
	"errors"
	"strings"
	"testing"
)

func answerOf(lines ...string) string {
	return strings.Join(append(append([]string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN"}, lines...), "END:VCALENDAR", ""), "\r\n")
}

func TestParseReply(t *testing.T) {
	event := []string{"BEGIN:VEVENT", "UID:m1@county.example", "SEQUENCE:2", "DTSTAMP:20261101T100000Z",
		"ATTENDEE;CN=Chef;PARTSTAT=DECLINED:MAILTO:Chef@A.example", "ORGANIZER:mailto:svar+x@county.example", "END:VEVENT"}
	got, err := ParseReply(answerOf(append([]string{"METHOD:REPLY"}, event...)...))
	if want := (Reply{"m1@county.example", 2, "chef@a.example", "DECLINED"}); err != nil || got != want {
		t.Errorf("%+v %v", got, err)
	}
	for name, text := range map[string]string{
		"a request":   answerOf(append([]string{"METHOD:REQUEST"}, event...)...),
		"no method":   answerOf(event...),
		"two entries": answerOf(append(append([]string{"METHOD:REPLY"}, event...), event...)...),
		"nobody":      answerOf("METHOD:REPLY", "BEGIN:VEVENT", "UID:m1", "END:VEVENT"),
		"sequence":    answerOf("METHOD:REPLY", "BEGIN:VEVENT", "UID:m1", "SEQUENCE:-1", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example", "END:VEVENT"),
		"nothing":     "",
		"no calendar": "Hej, jag kommer.",
		"too long":    answerOf(append([]string{"METHOD:REPLY", "X-LONG:" + strings.Repeat("x", maxCalendar)}, event...)...),
	} {
		if got, err := ParseReply(text); !errors.Is(err, ErrNoReply) {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}
