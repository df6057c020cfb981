// Package catalogue lists every use case there is, and holds all of them to what
// holds for all. It is a test alone: nothing in the program needs the whole list.
package catalogue

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/accounts"
	"samverk/internal/app/apptest"
	"samverk/internal/app/audits"
	"samverk/internal/app/backups"
	"samverk/internal/app/bodies"
	"samverk/internal/app/bundles"
	"samverk/internal/app/decisions"
	"samverk/internal/app/demos"
	"samverk/internal/app/documents"
	"samverk/internal/app/figures"
	"samverk/internal/app/files"
	"samverk/internal/app/groups"
	"samverk/internal/app/homes"
	"samverk/internal/app/inbox"
	"samverk/internal/app/mails"
	"samverk/internal/app/matters"
	"samverk/internal/app/meetings"
	"samverk/internal/app/papers"
	"samverk/internal/app/people"
	"samverk/internal/app/portals"
	"samverk/internal/app/preparing"
	"samverk/internal/app/records"
	"samverk/internal/app/remisses"
	"samverk/internal/app/structures"
	"samverk/internal/app/years"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
	"samverk/internal/ledger"
)

// All gives every use case. A new one is added here; a test misses it otherwise.
func All() []app.Runnable {
	return slices.Concat(accounts.Commands(), audits.Commands(), backups.Commands(), structures.Commands(), []app.Runnable{
		bodies.List, bodies.Page, bodies.Lacks, bodies.SettleForm, bodies.Settle,
		bundles.Page, bundles.Make, bundles.Ahead, bundles.ToMake,
		decisions.Correct, decisions.FormFor, decisions.Page, decisions.List, decisions.Move, decisions.Publish, decisions.Record,
		decisions.PutWritten, decisions.AnswerWritten, decisions.CloseWritten, decisions.WrittenFormFor, decisions.WrittenPage, decisions.WrittenDue, decisions.OpensWritten,
		demos.People, demos.Next, demos.UnderWay,
		documents.InForce, documents.Page, files.Open, files.Waiting, files.ToRead, files.SaveText,
		groups.FormFor, groups.SetUp, groups.Change, groups.Extend, groups.End, groups.Deliver, groups.Page,
		figures.Read,
		homes.SetPlan, homes.SetPartyMeetings, homes.RegisterIncoming, homes.RecordPartyDecision, homes.CorrectPartyDecision,
		homes.RecordConditionMet, homes.Page, homes.SetPreparation, homes.SetStance, homes.AddNote, homes.ShareStance, homes.ReadQueue,
		inbox.Mine,
		mails.Notice, mails.Go, mails.Written, mails.Decisions, mails.TellTurn, mails.Remind, mails.Task, mails.Ended,
		matters.PreviewFacts, matters.ChangeFacts, matters.ChangeText, matters.List, matters.Log, matters.SortQueue, matters.Advance, matters.Overrule,
		matters.Page, matters.PreviewRoute, matters.AddVersion, matters.SendToParties, matters.Raise, matters.RecordImplementation,
		matters.RecordFollowUp, matters.LetThrough, matters.CompleteStation, matters.Accept, matters.Decline, matters.Withdraw, matters.CloseMatter,
		meetings.AddMatter, meetings.Build, meetings.AddPage, meetings.Day, meetings.Series, meetings.ChangeSeries, meetings.Feed, portals.Feed, accounts.OwnFeed, accounts.MakeFeed, accounts.EndFeed, meetings.AddTopic, meetings.ChangeItem, meetings.ShiftItem, meetings.RemoveItem, meetings.Open,
		meetings.Attend, meetings.AtItem, meetings.Assign, meetings.Finish, meetings.Reopen, meetings.StrikeAssignment, meetings.AssignmentPage,
		meetings.Close, records.PostMinutes, meetings.SendNotice, meetings.Invite, meetings.CoOpt, meetings.Uninvite, meetings.Page, meetings.Create,
		meetings.AddPaper, meetings.RenamePaper, meetings.ShiftPaper, meetings.RemovePaper, meetings.ReadItem, meetings.DecideAgenda, meetings.AgendaVersion,
		meetings.StandingItems, meetings.SetStanding, meetings.RemoveStanding, meetings.ShiftStanding, meetings.Gather,
		meetings.SaveDraft, meetings.Conduct, meetings.Follow, meetings.Live, meetings.TakeUp,
		meetings.Move, meetings.Cancel, meetings.HoldJointly, meetings.HoldBeside, meetings.List, meetings.Queue, meetings.OrderQueue, meetings.Prioritise,
		papers.Agenda, papers.Decisions, papers.Extract, papers.Notice, papers.PublicExtract, papers.PublicRecord, papers.Record, papers.SetLook, papers.SetPage, papers.SetWords,
		meetings.UndoNotice, meetings.RetryNotice, meetings.SendSupplement, meetings.Left, meetings.DropKept, meetings.Delivery, meetings.AnswerNotice, meetings.AnswerPage,
		meetings.GiveGo, meetings.AskGo, meetings.LeaveGo, meetings.GoPage, meetings.OpensGo,
		people.Import, people.List,
		preparing.Page, preparing.ReadItem, preparing.Paper, preparing.SaveNote, preparing.OwnNote, preparing.OwnNotes, preparing.Forget,
		years.Page, years.Propose, years.Plan,
		portals.Bodies, portals.Body, portals.Mandates, portals.Calendar, portals.Decisions, portals.Decision, portals.Documents,
		portals.DocumentByNumber, portals.File, portals.Matters, portals.MatterByRef, portals.Search, portals.Look, portals.Record, portals.Records, portals.Start, portals.State,
		records.Write, records.Check, records.TakeBack, records.Renew, records.Elect, records.Ask, records.Answer, records.NoteApproval,
		records.SendRecord, records.Publish, records.Seen, records.Page, records.Post, records.Opens, records.Remind, records.Due, records.SendCorrected, records.Tellers, records.Corrected, records.Archive, records.Missing, records.Home, records.Tell, records.Tick, records.ReadLink,
		remisses.SaveDraft, remisses.Answer, remisses.Close, remisses.Open, remisses.Page, remisses.FormFor, remisses.List,
	})
}

// TestAllIsAll reads the source for every use case that is made, and compares
// with the list.
func TestAllIsAll(t *testing.T) {
	var made []string
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "test"+string(os.PathSeparator)) {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 2 {
				return true
			}
			if s, ok := call.Fun.(*ast.SelectorExpr); ok && (s.Sel.Name == "NewCommand" || s.Sel.Name == "NewQuery") {
				name, ok := call.Args[0].(*ast.BasicLit)
				if !ok {
					t.Errorf("%s: the name of a use case is not written out", path)
					return true
				}
				text, err := strconv.Unquote(name.Value)
				if err != nil {
					t.Error(err)
				}
				made = append(made, text)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	for _, r := range All() {
		listed = append(listed, r.Name())
	}
	slices.Sort(made)
	slices.Sort(listed)
	if !slices.Equal(slices.Compact(slices.Clone(made)), made) {
		t.Errorf("two use cases have one name: %v", made)
	}
	for _, name := range made {
		if !slices.Contains(listed, name) {
			t.Errorf("%s is not in the list", name)
		}
	}
	if len(listed) != len(made) {
		t.Errorf("%d listed, %d made", len(listed), len(made))
	}
}

// open are the use cases that anybody may run with nothing in hand: the portal,
// and what the credentials themselves decide.
func open(name string) bool {
	return strings.HasPrefix(name, "portal.") || strings.HasPrefix(name, "demo.") || slices.Contains([]string{"account.sign_in", "account.accept_invite"}, name)
}

// own are the queries that answer everybody who is signed in, with what is open
// to them, and the acts on one's own account.
func own(name string) bool {
	return slices.Contains([]string{
		"account.feed", "account.feed_ended", "account.feed_made", "account.sessions", "account.sign_out_everywhere", "body.lacks", "body.list", "decision.list", "document.in_force", "home.queue", "inbox.mine",
		"matter.list", "matter.preview", "matter.sort_queue", "meeting.feed", "meeting.list", "preparing.forget", "preparing.notes", "record.missing", "remiss.list", "year.page",
	}, name)
}

// judged are the use cases that look at what they were given before they can
// know whom to ask; with nothing given they refuse that.
func judged(name string) bool {
	return slices.Contains([]string{"account.invite", "home.correct"}, name)
}

func refused(err error) bool {
	var d *access.Denial
	return errors.As(err, &d) || errors.Is(err, fault.NotFound) || errors.Is(err, fault.Unauthorized)
}

// TestNobodyMayDoAnything walks every use case with somebody who holds nothing,
// and with nobody at all. Each refuses as not permitted or not found, and no
// command leaves anything but its refusal.
func TestNobodyMayDoAnything(t *testing.T) {
	s := &structure.Structure{ID: "county"}
	s.Build()
	for _, who := range []access.Viewer{apptest.Nobody(), access.ThePublic(), {}} {
		apptest.Each(t, s, func(t *testing.T, sys *app.System, _ *apptest.Clock) {
			for _, r := range All() {
				if open(r.Name()) || who.SignedIn() && own(r.Name()) {
					continue
				}
				t.Run(fmt.Sprintf("%s/%s", who.Name, r.Name()), func(t *testing.T) {
					if err := r.Try(context.Background(), sys, who); !refused(err) && !(judged(r.Name()) && errors.Is(err, fault.Invalid)) {
						t.Errorf("got %v", err)
					}
				})
			}
			err := sys.LookUp(context.Background(), func(b app.Books) error {
				return b.Log.EntriesBetween(context.Background(), ledger.Internal, 0, 1<<40, func(_ int64, _, _, _, kind string, _ []byte) {
					if kind != app.Refused {
						t.Errorf("left in the log: %s", kind)
					}
				})
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}
