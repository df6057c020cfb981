package figures

import "testing"

// A cell is never taken for a formula, and what is none stays as it was.
func TestHarmless(t *testing.T) {
	for cell, want := range map[string]string{
		"": "", "Chefsgrupp": "Chefsgrupp", "12,5": "12,5", "a=b": "a=b",
		"=1+1": "'=1+1", "+46": "'+46", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1", " =1": "' =1", "＝1": "'＝1",
	} {
		if got := harmless(cell); got != want {
			t.Errorf("%q: %q, not %q", cell, got, want)
		}
	}
}
