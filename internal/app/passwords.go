package app

import (
	"context"
	"runtime/debug"
	"sync"
	"time"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"

	"samverk/internal/fault"
)

// Passwords makes and compares argon2id hashes, two at a time: each takes
// 19 MiB, and a rush of sign-ins must not take the machine's memory. What the
// hashes took is given back to the system once nobody has signed in for a while.
type Passwords struct {
	slots   chan struct{}
	idle    time.Duration
	release func()

	mu    sync.Mutex
	timer *time.Timer
}

// NewPasswords gives a hasher. It is safe for concurrent use.
func NewPasswords() *Passwords { return newPasswords(time.Minute, debug.FreeOSMemory) }

func newPasswords(idle time.Duration, release func()) *Passwords {
	return &Passwords{slots: make(chan struct{}, 2), idle: idle, release: release}
}

// hashing is OWASP's first choice for argon2id (ASVS 11.4.2).
func hashing() *argon2id.Params {
	return &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}
}

// nobodys is a hash that no password has been made for: comparing with it takes
// as long as comparing with somebody's.
const nobodys = "$argon2id$v=19$m=19456,t=2,p=1$c2FtdmVyay1ub2JvZHlzMQ$2hcfMOqR9sXSWMCmzwLVEg8wnnHJ5eKc2LGHnRLyq6c"

// Hash gives the hash of a password. It waits for a slot.
func (p *Passwords) Hash(ctx context.Context, password string) (hash string, err error) {
	err = p.slot(ctx, func() (err error) {
		hash, err = argon2id.CreateHash(norm.NFC.String(password), hashing())
		return err
	})
	return hash, err
}

// Matches tells whether a hash is the password's. With no hash (no such account,
// or one without a password) it takes as long and says no.
func (p *Passwords) Matches(ctx context.Context, password, hash string) (ok bool, err error) {
	unknown := hash == ""
	if unknown {
		hash = nobodys
	}
	err = p.slot(ctx, func() (err error) {
		ok, err = argon2id.ComparePasswordAndHash(norm.NFC.String(password), hash)
		return err
	})
	return ok && !unknown, err
}

func (p *Passwords) slot(ctx context.Context, fn func() error) error {
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return fault.New(fault.Unavailable, "sign_in.busy").Because(ctx.Err())
	}
	defer func() {
		<-p.slots
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.timer == nil {
			p.timer = time.AfterFunc(p.idle, p.release)
		} else {
			p.timer.Reset(p.idle)
		}
	}()
	return fn()
}
