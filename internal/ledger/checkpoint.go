package ledger

import (
	"context"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint is a signed statement: the log had this size and this root.
type Checkpoint struct {
	Log  string
	Size int64
	Root tlog.Hash
	Note string // the signed note (C2SP tlog-checkpoint)
}

// Sign gives a checkpoint of a log as it stands in the transaction of rows.
func (l Ledger) Sign(ctx context.Context, rows Rows, log string) (Checkpoint, error) {
	size, err := rows.LogSize(ctx, log)
	if err != nil {
		return Checkpoint{}, err
	}
	root, err := tlog.TreeHash(size, reader(ctx, rows, log))
	if err != nil {
		return Checkpoint{}, err
	}
	signer, err := l.signer(log)
	if err != nil {
		return Checkpoint{}, err
	}
	signed, err := note.Sign(&note.Note{Text: checkpointText(origin(l.installation, log), size, root)}, signer)
	if err != nil {
		return Checkpoint{}, err
	}
	return Checkpoint{Log: log, Size: size, Root: root, Note: string(signed)}, nil
}

func checkpointText(origin string, size int64, root tlog.Hash) string {
	return fmt.Sprintf("%s\n%d\n%s\n", origin, size, base64.StdEncoding.EncodeToString(root[:]))
}

// OpenCheckpoint checks a checkpoint's signature by the installation's public
// key (hexadecimal) and reads it.
func OpenCheckpoint(installation, log, public, signed string) (Checkpoint, error) {
	vkey, err := VerifierKey(installation, log, public)
	if err != nil {
		return Checkpoint{}, err
	}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return Checkpoint{}, err
	}
	n, err := note.Open([]byte(signed), note.VerifierList(verifier))
	if err != nil {
		return Checkpoint{}, err
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[0] != origin(installation, log) || lines[3] != "" {
		return Checkpoint{}, fmt.Errorf("not a checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 {
		return Checkpoint{}, fmt.Errorf("%q is no size", lines[1])
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return Checkpoint{}, err
	}
	return Checkpoint{Log: log, Size: size, Root: root, Note: signed}, nil
}
