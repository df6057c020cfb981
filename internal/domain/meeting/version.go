package meeting

import (
	"slices"
	"time"
)

// Cause is why a version of the agenda was kept.
type Cause string

// The causes.
const (
	SentOut Cause = "notice"  // it went out with a notice
	Settled Cause = "decided" // it was decided on as a version
)

// Version is the agenda as it was at a time: A the first, then B, C. It never
// changes.
type Version struct {
	ID      string
	Meeting string
	No      int
	Cause   Cause
	Notice  string // that it went out with
	As      string // who kept it, as what
	At      time.Time
}

// Letter gives what people call a version: A, B … Z, AA.
func (v Version) Letter() string { return letter(v.No) }

func letter(no int) string {
	s := ""
	for ; no > 0; no = (no - 1) / 26 {
		s = string(rune('A'+(no-1)%26)) + s
	}
	return s
}

// Frozen is an item as it stood in a version, with the names of its papers.
type Frozen struct {
	Item
	Named []string // a withdrawn paper is not there
}

// How an item differs from one version to the next.
const (
	ItemAdded   = "added"
	ItemRemoved = "removed"
	ItemMoved   = "moved"
	ItemChanged = "changed"
)

// Change is how an item differs between two versions. An item that was moved and
// changed has a change of each kind.
type Change struct {
	Kind  string
	Item  Frozen   // as it is now; of a removed one as it was
	From  int      // moved: where it stood
	What  []string // changed: title, summary, purpose, minutes, presenter, papers
	Put   []string // papers that came
	Taken []string // papers that went
}

// Compare tells what changed from one version of an agenda to another, in the
// order of the later one, the removed last. An item that only made room for
// another has not been moved.
func Compare(was, now []Frozen) []Change {
	at := func(list []Frozen, id string) int {
		return slices.IndexFunc(list, func(f Frozen) bool { return f.ID == id })
	}
	var order []int // places in was of the items that stand in both, as they stand now
	for _, x := range now {
		if i := at(was, x.ID); i >= 0 {
			order = append(order, i)
		}
	}
	stay := rising(order)
	var out []Change
	for _, x := range now {
		i := at(was, x.ID)
		if i < 0 {
			out = append(out, Change{Kind: ItemAdded, Item: x})
			continue
		}
		if !slices.Contains(stay, i) {
			out = append(out, Change{Kind: ItemMoved, Item: x, From: was[i].Pos})
		}
		if c := changed(was[i], x); len(c.What) > 0 {
			out = append(out, c)
		}
	}
	for _, x := range was {
		if at(now, x.ID) < 0 {
			out = append(out, Change{Kind: ItemRemoved, Item: x})
		}
	}
	return out
}

func changed(was, now Frozen) Change {
	c := Change{Kind: ItemChanged, Item: now}
	for _, x := range []struct {
		what string
		same bool
	}{
		{"title", was.Title == now.Title}, {"summary", was.Summary == now.Summary}, {"purpose", was.Purpose == now.Purpose},
		{"minutes", was.Minutes == now.Minutes}, {"presenter", was.Presenter == now.Presenter},
	} {
		if !x.same {
			c.What = append(c.What, x.what)
		}
	}
	c.Put, c.Taken = without(now.Named, was.Named), without(was.Named, now.Named)
	if len(c.Put)+len(c.Taken) > 0 {
		c.What = append(c.What, "papers")
	}
	return c
}

// Concerning gives those of the changes that somebody who is called is told:
// everything to who is called to the whole; else what changed in the items that
// they are called to, without their place among the others.
func Concerning(all []Change, whole bool, items []string) []Change {
	if whole {
		return all
	}
	var out []Change
	for _, c := range all {
		if slices.Contains(items, c.Item.ID) && c.Kind != ItemMoved {
			c.Item.Pos, c.From = 0, 0
			out = append(out, c)
		}
	}
	return out
}

// without gives what of a list another lacks: of what is called the same as many as
// there are more.
func without(list, other []string) []string {
	other = slices.Clone(other)
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool {
		at := slices.Index(other, s)
		if at >= 0 {
			other = slices.Delete(other, at, at+1)
		}
		return at >= 0
	})
}

// rising gives a longest part of a list that rises: the items that kept their
// order.
func rising(list []int) []int {
	var best []int
	longest := make([][]int, len(list))
	for i, n := range list {
		for j := range i {
			if list[j] < n && len(longest[j]) > len(longest[i]) {
				longest[i] = longest[j]
			}
		}
		longest[i] = append(slices.Clone(longest[i]), n)
		if len(longest[i]) > len(best) {
			best = longest[i]
		}
	}
	return best
}

// ItemClocks gives when each item begins, "09:10", counted from when the meeting
// does; "" from the first item on whose time nobody has said. over is how many
// minutes the agenda is longer than the meeting.
func (m Meeting) ItemClocks(a Agenda) (at []string, over int) {
	start, err := time.Parse("15:04", m.Starts)
	end, err2 := time.Parse("15:04", m.Ends)
	at = make([]string, len(a))
	if err != nil || err2 != nil {
		return at, 0
	}
	said, sum := true, 0
	for i, x := range a {
		if said {
			at[i] = start.Add(time.Duration(sum) * time.Minute).Format("15:04")
		}
		said = said && x.Minutes > 0
		sum += x.Minutes
	}
	return at, max(0, sum-int(end.Sub(start).Minutes()))
}
