package tabletest

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"samverk/internal/access"
	"samverk/internal/app/bundles"
	"samverk/internal/app/files"
	"samverk/internal/app/inbox"
	"samverk/internal/app/matters"
	"samverk/internal/app/meetings"
	"samverk/internal/app/preparing"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/fault"
)

// proposals tells which versions of the proposal of an item somebody is shown: on
// the item's page, on the page to prepare and in the bundle. A draft has a star.
func (w *world) proposals(who access.Viewer, id, item string) (page, prepare, bundle string) {
	w.t.Helper()
	name := func(no int, draft bool) string {
		if draft {
			return fmt.Sprintf(" %d*", no)
		}
		return fmt.Sprintf(" %d", no)
	}
	for _, p := range must(w, first(meetings.ReadItem.Do(ctx, w.sys, who, meetings.ItemInMeeting{Meeting: id, Item: item})), nil).Papers {
		page += name(p.Version, p.Draft)
	}
	v := must(w, first(preparing.ReadItem.Do(ctx, w.sys, who, preparing.ItemInput{Meeting: id, Item: item})), nil)
	if p := v.Items[v.At].Proposal; p.No > 0 {
		prepare = name(int(p.No), !p.Sent)
		if v.Version == nil || v.Version.No != p.No {
			w.t.Errorf("%s prepares version %d, with the text of %+v", who.Name, p.No, v.Version)
		}
	} else if v.Version != nil {
		w.t.Errorf("%s prepares nothing, with the text of %+v", who.Name, v.Version)
	}
	for _, i := range must(w, first(bundles.Page.Do(ctx, w.sys, who, bundles.In{Meeting: id})), nil).Order.Bundle.Items {
		for _, p := range i.Papers {
			if i.ID == item {
				bundle += name(p.Version, p.Draft)
			}
		}
	}
	return page, prepare, bundle
}

// What has been sent of a proposal is what is read at a meeting: by the parties'
// dispatch, the notice or a supplement, and what lay on the table. A newer draft is
// for those who make the meeting ready.
func TestUnsentProposals(t *testing.T) {
	each(t, func(w *world) {
		id := w.meets(w.secretary, chiefs, 60)
		version := int64(1)
		put := func(matter string) string {
			t.Helper()
			p := must(w, first(meetings.AddMatter.Do(ctx, w.sys, w.secretary, meetings.AddMatterInput{Meeting: id, Version: version, Matter: matter, Purpose: meeting.Prepare, Summary: "S"})), nil)
			version = p.Version
			return p.Item
		}
		w.clock.Move(time.Minute)
		m := w.raised("guideline", []string{"social-care"}, nil)
		item := put(m)
		guest := seat(w, "guest")
		must(w, first(meetings.Invite.Do(ctx, w.sys, w.secretary, meetings.InviteInput{Meeting: id, Item: item, Person: guest.Person})), nil)
		sees := func(when, members, writers, prepares string) {
			t.Helper()
			for _, x := range []access.Viewer{w.kumla, w.nora} {
				if a, b, c := w.proposals(x, id, item); a != members || b != members || c != members {
					t.Errorf("%s: %s is shown%q,%q,%q, want%q", when, x.Name, a, b, c, members)
				}
			}
			if a, _, c := w.proposals(guest, id, item); a != members || c != members {
				t.Errorf("%s: who is called to the item alone is shown%q,%q, want%q", when, a, c, members)
			}
			if a, b, c := w.proposals(w.secretary, id, item); a != writers || b != prepares || c != writers {
				t.Errorf("%s: the secretary is shown%q,%q,%q, want%q,%q,%q", when, a, b, c, writers, prepares, writers)
			}
			w.clock.Move(time.Minute)
		}
		read := func(who access.Viewer) int { // minutes that the next meeting takes to read
			t.Helper()
			return must(w, first(inbox.Mine.Do(ctx, w.sys, who, inbox.MineInput{})), nil).Meeting.Reading
		}
		another := func(of, file string) string {
			t.Helper()
			in := matters.VersionInput{Matter: of, Text: strings.Repeat("ord ", 2000)}
			if file != "" {
				in.Text, in.File = "", matter.File{SHA: file, Name: "forslag.pdf", Size: 1, Media: "application/pdf"}
			}
			return must(w, first(matters.AddVersion.Do(ctx, w.sys, w.secretary, in)), nil).ID
		}
		call := func() meetings.NoticeSent {
			t.Helper()
			n := must(w, first(meetings.SendNotice.Do(ctx, w.sys, w.chair, meetings.NoticeInput{Meeting: id, Version: version, Exception: "Ordföranden vill."})), nil)
			version = n.Version
			return n
		}
		supplement := func() {
			t.Helper()
			n := must(w, first(meetings.SendSupplement.Do(ctx, w.sys, w.chair, meetings.NoticeInput{Meeting: id, Version: version})), nil)
			version = n.Version
		}
		sees("before the notice", "", " 1*", " 1*")
		n := call()
		sees("called", " 1", " 1", " 1")
		w.clock.Move(-2 * time.Minute)
		version = must(w, first(meetings.UndoNotice.Do(ctx, w.sys, w.secretary, meetings.UndoInput{Meeting: id, Notice: n.Notice})), nil).Version
		sees("taken back", "", " 1*", " 1*")
		another(m, "")
		w.clock.Move(time.Hour)
		call()
		sees("called anew, with another version", " 2", " 2", " 2")

		file := strings.Repeat("a", 64)
		another(m, file)
		sees("a draft after the notice", " 2", " 2 3*", " 3*")
		_, err := files.Open.Do(ctx, w.sys, w.nora, file) // kumla has raised the matter, and writes it too
		w.is(err, fault.NotFound)
		must(w, first(files.Open.Do(ctx, w.sys, w.secretary, file)), nil)
		other := w.raised("guideline", []string{"social-care"}, nil)
		if n := read(w.kumla); n != 7 {
			t.Errorf("version 2 takes %d minutes to read", n)
		}
		item, was := put(other), item
		for _, x := range []access.Viewer{w.kumla, w.nora} {
			if a, b, c := w.proposals(x, id, item); a+b+c != "" {
				t.Errorf("of an item that was added after the notice %s is shown%s%s%s", x.Name, a, b, c)
			}
		}
		item = was
		supplement()
		sees("supplemented", " 3", " 3", " 3")
		must(w, first(files.Open.Do(ctx, w.sys, w.nora, file)), nil)
		if a, b, c := w.proposals(w.kumla, id, w.view(w.kumla, id).Items[1].ID); a+b+c != " 1 1 1" {
			t.Errorf("the added item, supplemented: %s%s%s", a, b, c)
		}

		v := another(m, "")
		must(w, first(matters.SendToParties.Do(ctx, w.sys, w.chair, matters.SendInput{Matter: m, Version: v, To: w.parties(m)})), nil)
		sees("sent to the parties", " 4", " 4", " 4")

		w.clock.Days(60)
		another(m, "")
		sees("the meeting's day", " 4", " 4 5*", " 5*")
		version = must(w, first(meetings.Open.Do(ctx, w.sys, w.secretary, meetings.MeetingInput{Meeting: id, Version: w.view(w.secretary, id).Meeting.Version})), nil).Version
		sees("on the table", " 5", " 5", " 5")
		must(w, first(meetings.Close.Do(ctx, w.sys, w.secretary, meetings.CloseInput{Meeting: id, Version: w.view(w.secretary, id).Meeting.Version, Anyway: true})), nil)
		w.clock.Move(time.Minute)
		another(m, "")
		sees("worked on after the meeting", " 5", " 5 6*", " 6*")
	})
}

// TestUnsentControl runs the same on a program that forgets what has been sent. It
// has to be caught.
func TestUnsentControl(t *testing.T) {
	cmd := exec.Command("go", "test", "-count=1", "-tags", "nofilter", "-run", "^TestUnsentProposals$", ".")
	cmd.Env = slices.DeleteFunc(os.Environ(), func(s string) bool { return strings.HasPrefix(s, "SAMVERK_TEST_POSTGRES=") })
	out, err := cmd.CombinedOutput()
	if err == nil {
		t.Fatalf("a program that shows what nobody has been sent was not caught: the test proves nothing\n%s", out)
	}
	for _, words := range []string{`before the notice: kumla is shown" 1"`, `a draft after the notice: kumla is shown" 3"`, `worked on after the meeting: kumla is shown" 6"`} {
		if !strings.Contains(string(out), words) {
			t.Errorf("not caught: no %q in\n%.3000s", words, out)
		}
	}
}
