package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"samverk/internal/domain/meeting"
)

const agendaVersionCols = `v.id, v.meeting_id, v.no, v.cause, v.notice_id, v.frozen_as, v.frozen_at`

func scanAgendaVersion(r Row) (v meeting.Version, err error) {
	var no int64
	err = r.Scan(&v.ID, &v.Meeting, &no, &v.Cause, &v.Notice, &v.As, Stamp(&v.At))
	v.No = int(no)
	return v, err
}

// AddAgendaVersion keeps an agenda as it is, under the number that follows.
func (o Own) AddAgendaVersion(ctx context.Context, v meeting.Version, items []meeting.Frozen) (meeting.Version, error) {
	last, err := one(ctx, o.tx, scanInt, `select coalesce(max(no), 0) from agenda_version where meeting_id = $1`, v.Meeting)
	if err != nil {
		return v, err
	}
	v.No = int(last) + 1
	if _, err := o.tx.exec(ctx, `insert into agenda_version (id, meeting_id, no, cause, notice_id, frozen_as, frozen_at) values ($1, $2, $3, $4, $5, $6, $7)`,
		v.ID, v.Meeting, v.No, string(v.Cause), v.Notice, v.As, FormatTime(v.At)); err != nil {
		return v, fmt.Errorf("version of the agenda of %s: %w", v.Meeting, err)
	}
	for _, i := range items {
		papers, err := json.Marshal(i.Named)
		if err != nil {
			return v, err
		}
		if _, err := o.tx.exec(ctx, `insert into agenda_version_item (version_id, item_id, pos, matter_id, title, summary, purpose, minutes, presenter, papers)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, v.ID, i.ID, i.Pos, i.Matter, i.Title, i.Summary, string(i.Purpose), i.Minutes, i.Presenter, string(papers)); err != nil {
			return v, fmt.Errorf("item of a version: %w", err)
		}
	}
	return v, nil
}

// DropAgendaVersion takes away the version that went out with a notice that was
// taken back before anybody got it.
func (o Own) DropAgendaVersion(ctx context.Context, notice string) error {
	if _, err := o.tx.exec(ctx, `delete from agenda_version_item where version_id in (select v.id from agenda_version v where v.notice_id = $1 and v.notice_id <> '')`, notice); err != nil {
		return err
	}
	_, err := o.tx.exec(ctx, `delete from agenda_version where notice_id = $1 and notice_id <> ''`, notice)
	return err
}

// AgendaVersions gives the versions of a meeting's agenda, the first first, to
// those who see the whole agenda and those called to some of its items.
func (o Own) AgendaVersions(ctx context.Context, id string) ([]meeting.Version, error) {
	whole, args := o.inMeeting("g", 2)
	called, more := o.called(2 + len(args))
	return many(ctx, o.tx, scanAgendaVersion, `select `+agendaVersionCols+` from agenda_version v join meeting g on g.id = v.meeting_id
		where v.meeting_id = $1 and (`+whole+` or exists (select 1 from agenda_item i where i.meeting_id = g.id and `+called+`)) order by v.no`,
		append(append([]any{id}, args...), more...)...)
}

// ItemsOut gives when each item of a meeting first went out, to those who see the whole
// agenda; to those called to some of its items, of those.
func (o Own) ItemsOut(ctx context.Context, id string) (map[string]time.Time, error) {
	whole, args := o.inMeeting("g", 2)
	called, more := o.called(2 + len(args))
	type item struct {
		id string
		at time.Time
	}
	list, err := many(ctx, o.tx, func(r Row) (x item, err error) { return x, r.Scan(&x.id, Stamp(&x.at)) },
		`select f.item_id, min(v.frozen_at) from agenda_version v join agenda_version_item f on f.version_id = v.id join meeting g on g.id = v.meeting_id
		where v.meeting_id = $1 and (`+whole+` or exists (select 1 from agenda_item i where i.id = f.item_id and `+called+`)) group by f.item_id`,
		append(append([]any{id}, args...), more...)...)
	out := make(map[string]time.Time, len(list))
	for _, x := range list {
		out[x.id] = x.at
	}
	return out, err
}

// VersionItem is an item in one of a meeting's versions.
type VersionItem struct {
	No int // of the version
	meeting.Frozen
}

// VersionItems gives what stood in a meeting's versions, in order: to those called
// to some items only what stood of those, without their place.
func (o Own) VersionItems(ctx context.Context, id string) ([]VersionItem, error) {
	whole, args := o.inMeeting("g", 2)
	called, more := o.called(2 + len(args))
	scan := func(r Row) (f VersionItem, err error) {
		var no, pos, minutes int64
		var papers string
		var all bool
		if err := r.Scan(&no, &f.ID, &pos, &f.Matter, &f.Title, &f.Summary, &f.Purpose, &minutes, &f.Presenter, &papers, &all); err != nil {
			return f, err
		}
		f.No, f.Pos, f.Minutes = int(no), int(pos), int(minutes)
		if !all {
			f.Pos = 0
		}
		return f, json.Unmarshal([]byte(papers), &f.Named)
	}
	return many(ctx, o.tx, scan, `select v.no, f.item_id, f.pos, f.matter_id, f.title, f.summary, f.purpose, f.minutes, f.presenter, f.papers, (`+whole+`)
		from agenda_version v join agenda_version_item f on f.version_id = v.id join meeting g on g.id = v.meeting_id
		left join agenda_item i on i.id = f.item_id and i.meeting_id = g.id
		where v.meeting_id = $1 and (`+whole+` or i.id is not null and `+called+`) order by v.no, f.pos`, append(append([]any{id}, args...), more...)...)
}
