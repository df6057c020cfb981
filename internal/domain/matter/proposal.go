package matter

import (
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// Version is a numbered version of the proposal: a text or a file. From the day
// it is sent to the parties it is frozen; a change is a new version.
type Version struct {
	ID        string
	Matter    string
	No        int64
	Text      string
	FileSHA   string
	FileName  string
	Note      string // what is new in it
	CreatedBy string
	CreatedAs string
	CreatedAt time.Time
	FrozenAt  time.Time // zero: a draft that is not sent yet
}

// Frozen reports whether the version has been sent.
func (v Version) Frozen() bool { return !v.FrozenAt.IsZero() }

// MaxProposal is the length of a proposal written as text, in characters.
const MaxProposal = 200_000

// NewVersion checks a version before it is saved: it is a text or a file.
func NewVersion(v Version) (Version, error) {
	v.Text, v.Note = strings.TrimSpace(v.Text), strings.TrimSpace(v.Note)
	v.FileName = FileName(v.FileName)
	switch {
	case v.Text == "" && v.FileSHA == "":
		return v, fault.New(fault.Invalid, "proposal.empty").On("text")
	case utf8.RuneCountInString(v.Text) > MaxProposal:
		return v, fault.New(fault.TooLarge, "proposal.long", MaxProposal).On("text")
	}
	return v, nil
}

// FileName keeps the last part of an uploaded file's name, without control
// characters and marks that turn the reading direction, at most 120 characters.
// Files are stored under their SHA-256; the name is shown and nothing more.
func FileName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		switch {
		case r < ' ' || r == 0x7f, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f, r == utf8.RuneError:
			return -1
		}
		return r
	}, name)
	if name == "." || name == "/" {
		return ""
	}
	if r := []rune(name); len(r) > 120 {
		name = string(r[:80]) + "…" + string(r[len(r)-39:])
	}
	return name
}

// CheckSending refuses a dispatch that leaves somebody with an older version:
// whoever has got the proposal before gets the new one too. And one that sends a
// party what it has got already. to are those it is sent to now, before the
// parties that have got some version, and has those that have got this one.
func CheckSending(version Version, to, before []string, has map[string]workday.Date, latest bool) error {
	if len(to) == 0 {
		return fault.New(fault.Invalid, "send.nobody").On("to")
	}
	if !latest {
		return fault.New(fault.Conflict, "send.old_version", version.No)
	}
	again := 0
	for _, p := range to {
		if _, ok := has[p]; ok {
			again++
		}
	}
	if again > 0 {
		return fault.New(fault.Invalid, "send.again", again, version.No).On("to")
	}
	var left []string
	for _, p := range before {
		if !slices.Contains(to, p) {
			left = append(left, p)
		}
	}
	if !version.Frozen() && len(left) > 0 {
		return fault.New(fault.Invalid, "send.left_out", len(left)).On("to")
	}
	return nil
}

// File is an uploaded file that is kept under its hash.
type File struct {
	SHA   string // SHA-256, hexadecimal
	Name  string // as it was called; shown and nothing more
	Size  int64  // bytes
	Media string // type by its content
}

// Check gives the file with a name that can be shown; a file without a hash is
// none.
func (f File) Check() (File, error) {
	f.Name = FileName(f.Name)
	if f.SHA == "" && (f.Name != "" || f.Size > 0) {
		return f, fault.New(fault.Invalid, "file.not_taken").On("file")
	}
	if f.SHA != "" && f.Name == "" {
		f.Name = f.SHA[:min(12, len(f.SHA))]
	}
	return f, nil
}
