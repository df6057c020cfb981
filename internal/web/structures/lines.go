package structures

// difference is a place where two texts differ: the lines of each that the other
// does not have there, with the number of the first.
type difference struct {
	At, NewerAt   int
	Mine, Newer   []string
	MineTo, NewTo int // numbers of the last lines
}

// mostCompared is how many pairs of lines are compared; two texts that differ in
// more are shown as one difference.
const mostCompared = 4_000_000

// differences gives the places where two texts differ, in order: the longest
// common sequence of lines is what they share.
func differences(newer, mine []string) []difference {
	a, b, skip := newer, mine, 0
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b, skip = a[1:], b[1:], skip+1
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	var out []difference
	add := func(i, i2, j, j2 int) {
		if i < i2 || j < j2 {
			out = append(out, difference{At: skip + j + 1, MineTo: skip + j2, Mine: b[j:j2], NewerAt: skip + i + 1, NewTo: skip + i2, Newer: a[i:i2]})
		}
	}
	if len(a)*len(b) > mostCompared {
		add(0, len(a), 0, len(b))
		return out
	}
	// common[i][j] is how many lines a[i:] and b[j:] share in order.
	wide := len(b) + 1
	common := make([]int32, (len(a)+1)*wide)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i*wide+j] = common[(i+1)*wide+j+1] + 1
			} else {
				common[i*wide+j] = max(common[(i+1)*wide+j], common[i*wide+j+1])
			}
		}
	}
	i, j, fromA, fromB := 0, 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			add(fromA, i, fromB, j)
			i, j = i+1, j+1
			fromA, fromB = i, j
		case common[(i+1)*wide+j] >= common[i*wide+j+1]:
			i++
		default:
			j++
		}
	}
	add(fromA, len(a), fromB, len(b))
	return out
}
