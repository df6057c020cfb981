package recorders

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"samverk/internal/app"
	"samverk/internal/app/accounts"
	"samverk/internal/app/apptest"
	"samverk/internal/app/meetings"
	"samverk/internal/app/structures"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/structure"
	"samverk/internal/scenario/server"
	"samverk/internal/scenario/wire"
	"samverk/internal/store"
	"samverk/internal/store/storetest"
	shipped "samverk/structures"
)

const (
	county = "orebro"
	region = "region-orebro-lan"
	body   = "chefsgrupp-valfard"
)

// names are those who record: the secretary and the chair.
func names() []string { return []string{"Sekreteraren", "Ordföranden"} }

// offices are what their texts are signed by.
func offices() []string { return []string{"Utvecklingsledare", "Områdeschef"} }

// table is an installation in which a meeting is open, with one item.
type table struct {
	server.Place
	meeting, item string
	tokens        []string // of those who record
}

// open makes it on a fresh database of a kind.
func open(t *testing.T, kind store.Kind) table {
	t.Helper()
	p := table{Place: server.Place{Dir: filepath.Join(t.TempDir(), "data")}}
	if kind == store.Postgres {
		p.DSN = storetest.Options(t, kind).DSN
	}
	s := apptest.Load(t, county)
	server.Install(t, p.Place, apptest.Fixed(s), func(sys *app.System) {
		ctx, today := context.Background(), app.Today(time.Now())
		_, err := structures.Use(ctx, sys, apptest.Operator(), func(string, []byte, []byte) (*structure.Structure, error) { return s, nil },
			structures.UseInput{Name: county + ".yaml", Source: file(t, county+".yaml"), Practice: file(t, county+".practice.yaml"), From: today})
		ok(t, err)
		server.Enroll(t, sys, []server.Person{
			{Name: names()[0], Email: "secretary@example.org", Party: region, Office: "developer", Body: body, Role: "secretary", From: string(today)},
			{Name: names()[1], Email: "chair@example.org", Party: region, Office: "welfare-head", Body: body, Role: "chair", From: string(today)},
		})
		p.tokens = []string{server.Enter(t, sys, "secretary@example.org", false), server.Enter(t, sys, "chair@example.org", false)}
		who, _, err := accounts.SessionViewer(ctx, sys, p.tokens[0])
		ok(t, err)
		m, err := meetings.Create.Do(ctx, sys, who, meetings.CreateInput{Body: body, Slot: meeting.Slot{On: today, Starts: "09:00", Ends: "12:00"}})
		ok(t, err)
		i, err := meetings.AddTopic.Do(ctx, sys, who, meetings.TopicInput{Meeting: m.ID, Version: m.Version, Title: "Läget i länet", Purpose: meeting.Decide})
		ok(t, err)
		_, err = meetings.Open.Do(ctx, sys, who, meetings.MeetingInput{Meeting: m.ID, Version: i.Version})
		ok(t, err)
		p.meeting, p.item = m.ID, i.Item
	})
	return p
}

// held is the meeting behind a process that can be killed, with a line for each
// who records.
type held struct {
	table
	t     *testing.T
	bin   string
	p     *server.Process
	lines []*wire.Line
}

func (p table) start(t *testing.T, bin string) *held {
	t.Helper()
	h := &held{table: p, t: t, bin: bin, p: server.Start(t, bin, p.Place)}
	for range p.tokens {
		h.lines = append(h.lines, wire.Lay(t, h.address()))
	}
	return h
}

func (h *held) address() string { return strings.TrimPrefix(h.p.URL, "http://") }

// dies kills the process and starts it again, at another address.
func (h *held) dies() {
	h.t.Helper()
	h.p.Kill()
	h.p = server.Start(h.t, h.bin, h.Place)
	for _, l := range h.lines {
		l.To(h.address())
	}
}

func (h *held) path() string { return "/moten/" + h.meeting + "/genomfor?punkt=" + h.item }

func file(t *testing.T, name string) []byte {
	t.Helper()
	data, err := shipped.Files.ReadFile(name)
	ok(t, err)
	return data
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
