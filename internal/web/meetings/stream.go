package meetings

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"samverk/internal/app"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/fault"
	"samverk/internal/text"
	"samverk/internal/web/route"
	"samverk/internal/web/session"
)

// shown is what a live frame holds: which item is up, what is said of it aloud,
// and the parts of the page by their names.
type shown struct {
	Now   string            `json:"now"`
	Say   string            `json:"say"`
	Parts map[string]string `json:"parts"`
}

// drawn makes frames of the templates.
type drawn struct{}

func (drawn) live(v meetings.LiveView, lang string, screen bool) (frame, error) {
	t := text.For(lang)
	out := shown{Now: v.Live.Item, Say: saying(t, &v), Parts: map[string]string{}}
	parts := map[string]templ.Component{}
	if screen {
		parts["skarm"] = screenPart(t, &v)
	} else {
		parts["dagordning"] = agendaPart(t, &v)
		parts["narvaro"] = presencePart(livePage(t, v))
		for i := range v.Items {
			parts["punkt-"+v.Items[i].ID] = itemPart(t, &v, &v.Items[i])
		}
	}
	for name, c := range parts {
		s, err := templ.ToGoHTML(context.Background(), c)
		if err != nil {
			return frame{}, err
		}
		out.Parts[name] = string(s)
	}
	data, err := plain(out)
	if err != nil {
		return frame{}, err
	}
	sum := sha256.Sum256(data)
	return frame{event: "live", id: hex.EncodeToString(sum[:8]), data: data}, nil
}

// plain gives JSON in one line with its HTML as it is: it stands in no page.
func plain(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

// typedField is what stands of a field that is typed in.
type typedField struct {
	Item    string      `json:"item"`
	Field   string      `json:"field"`
	Body    string      `json:"body"` // whose: of a joint meeting
	Heads   []typedHead `json:"heads"`
	Crossed string      `json:"crossed"` // the texts side by side, where somebody has to choose
}

type typedHead struct {
	No   int64  `json:"no"`
	Text string `json:"text"`
	By   string `json:"by"`
}

// typed gives the fields that have a text the reader has not been sent; since is
// brought up to date.
func (drawn) typed(v meetings.LiveView, lang string, since map[string]int64) (frame, bool, error) {
	t := text.For(lang)
	var out []typedField
	for _, d := range v.Typed {
		h := meeting.HeadsOf(v.Typed, d.Item, d.Field, d.Body)
		last := h[len(h)-1].No
		key := d.Item + "/" + string(d.Field) + "/" + d.Body
		if since[key] == last {
			continue
		}
		since[key] = last
		f, err := fieldOf(t, h)
		if err != nil {
			return frame{}, false, err
		}
		out = append(out, f)
	}
	data, err := plain(out)
	return frame{event: "typed", data: data}, len(out) > 0, err
}

// fieldOf gives the texts that stand of one field, of which there is one at least.
func fieldOf(t text.T, h meeting.Heads) (typedField, error) {
	f := h[0].Field
	out := typedField{Item: h[0].Item, Field: string(f), Body: h[0].Body, Heads: []typedHead{}}
	for _, x := range h {
		out.Heads = append(out.Heads, typedHead{x.No, x.Text, x.By})
	}
	if !h.Conflict() {
		return out, nil
	}
	s, err := templ.ToGoHTML(context.Background(), crossed(t, f, h))
	out.Crossed = string(s)
	return out, err
}

// saying is what is said aloud of the item that is up.
func saying(t text.T, v *meetings.LiveView) string {
	now := v.Now()
	switch {
	case v.Meeting.State == meeting.Held:
		return t.S("live.closed")
	case v.Meeting.State == meeting.Cancelled:
		return t.S("live.cancelled")
	case !v.Meeting.UnderWay():
		return t.S("live.not_open")
	case now == nil:
		return t.S("live.none")
	case len(now.Decisions) > 0 && now.Pos > 0:
		return t.S("live.decided", now.Pos, now.Title)
	case len(now.Decisions) > 0:
		return t.S("live.decided_here", now.Title)
	case now.Pos > 0:
		return t.S("live.now", now.Pos, now.Title)
	}
	return t.S("live.now_here", now.Title)
}

// follow tells a reader of each change of a meeting, as server-sent events, until
// the reader leaves, the session ends or the reader may see nothing more of it.
// Who does not ask for a stream gets the meeting as it stands, once.
func (h *Handler) follow(w http.ResponseWriter, r *http.Request) error {
	screen := r.URL.Query().Get("vy") == "skarm"
	in := session.Of(r)
	v, err := meetings.Follow.Do(r.Context(), h.sys, in.Viewer, meetings.PageInput{Meeting: r.PathValue("id")})
	if err != nil {
		return err
	}
	if !v.Inside && len(v.Items) == 0 && !v.Records {
		return fault.New(fault.NotFound, "not_found")
	}
	if !strings.Contains(r.Header.Get("Accept"), "text/event-stream") {
		f, err := drawn{}.live(v, in.Lang, screen)
		if err != nil {
			return err
		}
		w.Header().Set("Content-Type", "application/json")
		_, err = w.Write(f.data)
		return err
	}
	l := newListener(in.Session, in.Viewer.Person, in.Lang, screen, r.Header.Get("Last-Event-ID"))
	room := h.rooms.join(v.Meeting.ID, l)
	defer room.leave(l)
	return stream(w, r, l)
}

// stream sends the frames of a reader.
func stream(w http.ResponseWriter, r *http.Request, l *listener) error {
	c := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.Header().Set("X-Accel-Buffering", "no")
	if err := c.SetReadDeadline(time.Time{}); err != nil {
		return err
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	send := func(b []byte) error {
		if err := c.SetWriteDeadline(time.Now().Add(sendLimit)); err != nil {
			return err
		}
		if _, err := w.Write(b); err != nil {
			return err
		}
		return c.Flush()
	}
	if send([]byte("retry: 2000\n\n")) != nil {
		return nil
	}
	for {
		var out []byte
		select {
		case <-r.Context().Done():
			return nil
		case <-route.Stopping(r.Context()):
			return nil
		case <-beat.C:
			out = []byte(":\n\n")
		case <-l.wake:
			frames := l.take()
			end := slices.IndexFunc(frames, func(f frame) bool { return f.event == "end" })
			if end >= 0 {
				_ = send(event(frames[end]))
				return nil
			}
			for _, f := range frames {
				out = append(out, event(f)...)
			}
		}
		if len(out) > 0 && send(out) != nil {
			return nil // the reader has gone
		}
	}
}

// event gives a frame as it is sent. Its data is JSON or a word: one line.
func event(f frame) []byte {
	var b bytes.Buffer
	if f.id != "" {
		fmt.Fprintf(&b, "id: %s\n", f.id)
	}
	fmt.Fprintf(&b, "event: %s\ndata: %s\n\n", f.event, f.data)
	return b.Bytes()
}

// livePage gives a meeting that is followed to the templates of the meeting's page.
func livePage(t text.T, v meetings.LiveView) meetingPage {
	p := meetingPage{View: meetings.View{Meeting: v.Meeting, BodyName: v.BodyName, Rule: v.Rule, Inside: v.Inside, Seats: v.Seats, Recorded: v.Recorded,
		Sitting: v.Sitting, Quorum: v.Quorum, Absent: v.Absent, Names: v.Names}}
	p.T = t
	return p
}

// savedAt gives the clock of a text that was saved, as it is said: "09.42".
func savedAt(t text.T, d meeting.Draft) string { return t.Clock(app.ClockAt(d.At)) }
