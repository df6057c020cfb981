package store

import (
	"context"
	"time"

	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// A person's own notes. Every query carries Own.mine: the person who looks.

// mine gives the condition that every query on what is one person's carries, with
// its parameter. There is no other way there, and no flag that widens this one.
func (o Own) mine(column, parameter string) (string, any) {
	if !o.viewer.SignedIn() || o.viewer.Person == "" {
		return "1 = 0 and " + column + " = " + parameter, ""
	}
	return column + " = " + parameter, o.viewer.Person
}

const ownNoteCols = `n.meeting_id, n.item_id, n.title, n.text, n.question, n.important, n.read_version, n.read_seen, n.read_at, n.changed_at, n.version`

func scanOwnNote(r Row) (n meeting.Note, err error) {
	err = r.Scan(&n.Meeting, &n.Item, &n.Title, &n.Text, &n.Question, &n.Important, &n.Read.Version, &n.Read.Seen, Stamp(&n.Read.At), Stamp(&n.ChangedAt), &n.Version)
	return n, err
}

// OwnNotes gives the viewer's own notes to a meeting, at most limit.
func (o Own) OwnNotes(ctx context.Context, id string, limit int) ([]meeting.Note, error) {
	cond, me := o.mine("n.person_id", "$1")
	return many(ctx, o.tx, scanOwnNote, `select `+ownNoteCols+` from person_note n where `+ownNotesOf(cond)+` and n.meeting_id = $2
		order by n.item_id limit $3 + 0`, me, id, limit)
}

// OwnNote gives the viewer's own note at an item of a meeting, or at the meeting
// ("" for the item); an empty one with version 0 when there is none.
func (o Own) OwnNote(ctx context.Context, id, item string) (meeting.Note, error) {
	cond, me := o.mine("n.person_id", "$1")
	n, ok, err := maybe(ctx, o.tx, scanOwnNote, `select `+ownNoteCols+` from person_note n where `+cond+` and n.meeting_id = $2 and n.item_id = $3`, me, id, item)
	if err == nil && !ok {
		n = meeting.Note{Meeting: id, Item: item}
	}
	return n, err
}

// SaveOwnNote saves the viewer's own note against the version that was read; the
// saved version is one higher. Somebody who saved it in between, on another
// device, is fault.Conflict. salt is what its commitment in the log was made with.
func (o Own) SaveOwnNote(ctx context.Context, n meeting.Note, salt string) error {
	cond, me := o.mine("person_id", "$1")
	if me == "" {
		return fault.New(fault.Denied, "own_note.nobody")
	}
	if n.Version == 0 {
		return execOne(ctx, o.tx, `insert into person_note (person_id, meeting_id, item_id, title, text, question, important, read_version, read_seen, read_at, salt, changed_at, version)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1) on conflict do nothing`,
			me, n.Meeting, n.Item, n.Title, n.Text, n.Question, n.Important, n.Read.Version, n.Read.Seen, FormatTime(n.Read.At), salt, FormatTime(n.ChangedAt))
	}
	return execOne(ctx, o.tx, `update person_note set title = $4, text = $5, question = $6, important = $7, read_version = $8, read_seen = $9, read_at = $10,
			salt = $11, changed_at = $12, version = version + 1 where `+cond+` and meeting_id = $2 and item_id = $3 and version = $13`,
		me, n.Meeting, n.Item, n.Title, n.Text, n.Question, n.Important, n.Read.Version, n.Read.Seen, FormatTime(n.Read.At), salt, FormatTime(n.ChangedAt), n.Version)
}

// ForgetOwnNotes destroys the viewer's own notes to a meeting, or ("") to every
// meeting, and gives how many there were.
func (o Own) ForgetOwnNotes(ctx context.Context, id string) (int64, error) {
	cond, me := o.mine("person_id", "$1")
	return o.tx.exec(ctx, `delete from person_note where `+cond+` and ($2 = '' or meeting_id = $2)`, me, id)
}

// Noted is a note with the day and the body of its meeting.
type Noted struct {
	meeting.Note
	On   workday.Date
	Body string
}

func scanNoted(r Row) (n Noted, err error) {
	n.Note, err = scanOwnNote(with{with{r, &n.Body}, &n.On})
	return n, err
}

// NotedMeetings gives all of the viewer's own notes with their meetings, the
// newest first, at most limit.
func (o Own) NotedMeetings(ctx context.Context, limit int) ([]Noted, error) {
	cond, me := o.mine("n.person_id", "$1")
	return many(ctx, o.tx, scanNoted, `select `+ownNoteCols+`, g.on_date, g.body_id from person_note n join meeting g on g.id = n.meeting_id where `+cond+`
		order by g.on_date desc, n.changed_at desc, n.item_id limit $2 + 0`, me, limit)
}

// InvitedToAll tells whether the viewer is invited to a whole meeting besides its
// members.
func (o Own) InvitedToAll(ctx context.Context, id string) (bool, error) {
	cond, me := o.mine("v.person_id", "$1")
	_, ok, err := maybe(ctx, o.tx, scanString, `select v.meeting_id from meeting_invite v where `+cond+` and v.meeting_id = $2 and v.item_id = ''`, me, id)
	return ok, err
}

// PartyReady is how far a party that is asked to prepare has come in a matter.
type PartyReady struct {
	Matter, Party string
	State         matter.PreparationState
}

func scanPartyReady(r Row) (p PartyReady, err error) {
	err = r.Scan(&p.Matter, &p.Party, &p.State)
	return p, err
}

// PartiesReady gives how far each party that is asked to prepare has come, in
// those of the matters that the viewer may open. Everybody who may open a matter
// may see that.
func (o Own) PartiesReady(ctx context.Context, matters []string) ([]PartyReady, error) {
	in, args := oneOf("m.id", 1, matters)
	cond, more := o.open("m", 1+len(args))
	return many(ctx, o.tx, scanPartyReady, `select distinct t.matter_id, t.party_id, coalesce(h.state, 'not_begun')
		from task t join matter m on m.id = t.matter_id
		left join home_preparation h on h.matter_id = t.matter_id and h.party_id = t.party_id
		where t.kind = 'home_preparation' and t.party_id <> '' and `+in+` and `+cond+` order by t.matter_id, t.party_id`, append(args, more...)...)
}

// ProposalSize is how long a version of a matter's proposal is.
type ProposalSize struct {
	Matter     string
	No         int64
	Characters int64 // of its text; 0 for a file
	File       string
	FileName   string
	Bytes      int64 // of the file
	Note       string
	Sent       bool // those who read the meeting's papers have been sent it
	At         time.Time
}

func scanProposalSize(r Row) (p ProposalSize, err error) {
	err = r.Scan(&p.Matter, &p.No, &p.Characters, &p.File, &p.FileName, &p.Bytes, &p.Note, &p.Sent, Stamp(&p.At))
	return p, err
}

// ProposalSizes gives the proposal of each of the matters on a meeting's agenda that
// the viewer may open, without its text: in the newest version that those who read
// the meeting's papers have been sent; with drafts, for those who make the meeting
// ready, in the newest of all.
func (o Own) ProposalSizes(ctx context.Context, id string, drafts bool) ([]ProposalSize, error) {
	cond, args := o.open("m", 3)
	return many(ctx, o.tx, scanProposalSize, `select v.matter_id, v.no, length(v.text), coalesce(v.file_sha, ''), v.file_name, coalesce(f.size, 0), v.note, `+sentOut("v")+`, v.created_at
		from agenda_item i join meeting g on g.id = i.meeting_id join matter m on m.id = i.matter_id
		join proposal_version v on v.matter_id = m.id and (not $2 and `+newestOut()+` or $2 and `+newestOf+`) left join file f on f.sha256 = v.file_sha
		where g.id = $1 and `+cond+` order by v.matter_id`, append([]any{id, drafts}, args...)...)
}

// FilesSaid gives the text of files that stand in what the viewer may open, by
// their hashes, at most so many parts in all. What was found to hold a personal
// identity number, and was not let through, says nothing here.
func (o Own) FilesSaid(ctx context.Context, shas []string, limit int) (map[string][]FilePart, error) {
	out := make(map[string][]FilePart, len(shas))
	if len(shas) == 0 {
		return out, nil
	}
	type said struct {
		sha string
		FilePart
	}
	in, args := oneOf("x.sha256", 2, shas)
	list, err := many(ctx, o.tx, func(r Row) (s said, err error) {
		err = r.Scan(&s.sha, &s.Kind, &s.Page, &s.Text)
		return s, err
	}, `select x.sha256, x.kind, x.page, x.text from file_part x where `+in+` and x.kind in ('page', 'body')
		and exists (select 1 from cleared c where c.hash = x.sha256) order by x.sha256, x.seq limit $1 + 0`, append([]any{limit}, args...)...)
	for _, s := range list {
		out[s.sha] = append(out[s.sha], s.FilePart)
	}
	return out, err
}
