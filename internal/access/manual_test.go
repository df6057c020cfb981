package access

import (
	"os"
	"testing"
)

const manual = "../../docs/permissions.md"

// The manual's table is the program's own. UPDATE=1 writes it anew.
func TestManualHoldsTheTable(t *testing.T) {
	want := "# Who may do what\n\nMade from the one table in `internal/access/rules.go`; a test keeps it the same. Roles follow from memberships and offices, nothing else.\n\n" + Markdown()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(manual, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s is not what the table says: run UPDATE=1 go test ./internal/access", manual)
	}
}
