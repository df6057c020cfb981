package app

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestPasswords(t *testing.T) {
	ctx := context.Background()
	p := NewPasswords()
	hash, err := p.Hash(ctx, "Räksmörgås på fat")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hash is %s", hash)
	}
	for password, want := range map[string]bool{
		"Räksmörgås på fat":                   true,
		"Ra\u0308ksmo\u0308rga\u030as på fat": true, // the same letters as another keyboard sends them
		"räksmörgås på fat":                   false,
		"":                                    false,
	} {
		if ok, err := p.Matches(ctx, password, hash); err != nil || ok != want {
			t.Errorf("%q: %v, %v", password, ok, err)
		}
	}
	if ok, err := p.Matches(ctx, "x", ""); err != nil || ok {
		t.Errorf("no hash: %v, %v", ok, err)
	}
}

// TestTwoAtOnce: memory is bounded by two hashes at a time, and given back once
// nobody signs in any more.
func TestTwoAtOnce(t *testing.T) {
	released := make(chan struct{}, 1)
	p := newPasswords(time.Millisecond, func() { released <- struct{}{} })
	var mu sync.Mutex
	now, most := 0, 0
	hold, entered := make(chan struct{}), make(chan struct{}, 10)
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			err := p.slot(context.Background(), func() error {
				mu.Lock()
				now++
				most = max(most, now)
				mu.Unlock()
				entered <- struct{}{}
				<-hold
				mu.Lock()
				now--
				mu.Unlock()
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	<-entered
	<-entered
	for range 10 {
		hold <- struct{}{}
	}
	wg.Wait()
	if most != 2 {
		t.Errorf("%d at once", most)
	}
	<-released
	stopped, cancel := context.WithCancel(context.Background())
	cancel()
	p.slots <- struct{}{}
	p.slots <- struct{}{}
	if err := p.slot(stopped, func() error { return nil }); err == nil {
		t.Error("waited for nobody")
	}
}
