package isolation

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestControl runs the crawl and the twins on a program whose query for a party's
// notes has no party filter, and whose query for own notes has no person's. Both have
// to catch it.
func TestControl(t *testing.T) {
	cmd := exec.Command("go", "test", "-count=1", "-tags", "nofilter", "-run", "^(TestCrawl|TestTwins)$", "-v", ".")
	cmd.Env = slices.DeleteFunc(os.Environ(), func(s string) bool { return strings.HasPrefix(s, "SAMVERK_TEST_POSTGRES=") })
	out, err := cmd.CombinedOutput()
	if err == nil {
		t.Fatalf("a query without its party filter was not caught: these tests prove nothing\n%s", out)
	}
	for name, words := range map[string][]string{"the crawl": {"--- FAIL: TestCrawl", "LEAK: ", "LEAK of an own note: "}, "the twins": {"--- FAIL: TestTwins", "TRACE: "}} {
		for _, w := range words {
			if !strings.Contains(string(out), w) {
				t.Errorf("%s did not catch it: no %q in\n%.4000s", name, w, out)
			}
		}
	}
}
