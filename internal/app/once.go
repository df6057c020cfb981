package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"samverk/internal/fault"
	"samverk/internal/store"
)

type keyKey struct{}

// WithKey gives a context whose command is done at most once: the key is made
// by whoever sends the request (a form field, the Idempotency-Key header), and
// belongs to the account and the command.
func WithKey(ctx context.Context, key string) context.Context {
	return context.WithValue(ctx, keyKey{}, key)
}

// maxKey is the longest key that is taken, in bytes.
const maxKey = 200

func keyOf(ctx context.Context) string {
	key, _ := ctx.Value(keyKey{}).(string)
	return key
}

// replay looks for the answer to the same request. It reads it into out and
// tells whether there was one.
func replay(ctx context.Context, u *Unit, in, out any) (bool, error) {
	key := keyOf(ctx)
	if key == "" {
		return false, nil
	}
	if len(key) > maxKey {
		return false, fault.New(fault.Invalid, "idempotency.key_too_long", maxKey)
	}
	was, ok, err := store.AnswersOf(u.tx).Find(ctx, u.Viewer.Account, u.name, key)
	if err != nil || !ok {
		return false, err
	}
	hash, err := requestHash(in)
	if err != nil {
		return false, err
	}
	if was.RequestHash != hash {
		return false, fault.New(fault.Conflict, "idempotency.other_request")
	}
	if err := json.Unmarshal([]byte(was.Answer), out); err != nil {
		return false, fmt.Errorf("read the kept answer: %w", err)
	}
	return true, nil
}

// remember keeps the answer, in the transaction of the act.
func remember(ctx context.Context, u *Unit, in, out any) error {
	key := keyOf(ctx)
	if key == "" {
		return nil
	}
	hash, err := requestHash(in)
	if err != nil {
		return err
	}
	answer, err := json.Marshal(out)
	if err != nil {
		return fmt.Errorf("keep the answer: %w", err)
	}
	return store.AnswersOf(u.tx).Keep(ctx, store.Answer{
		Account: u.Viewer.Account, Command: u.name, Key: key, RequestHash: hash, Answer: string(answer),
	}, u.Now)
}

func requestHash(in any) (string, error) {
	text, err := json.Marshal(in)
	if err != nil {
		return "", fmt.Errorf("hash the request: %w", err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}
