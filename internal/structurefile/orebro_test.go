package structurefile

import (
	"testing"
)

const orebro = "../../structures/orebro.yaml"

func TestOrebro(t *testing.T) {
	s, found, err := Examine(orebro)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range found {
		t.Log(p)
	}
	if s == nil {
		t.FailNow()
	}
	t.Log(len(s.Parties), len(s.Bodies), len(s.Ways))
}

func BenchmarkCheckOrebro(b *testing.B) {
	for b.Loop() {
		if _, _, err := Examine(orebro); err != nil {
			b.Fatal(err)
		}
	}
}
