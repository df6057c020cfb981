package meetings

// shortcut is one key and where it leads: an address, or what gets the focus, as a
// selector of the page ("": it opens the list itself).
type shortcut struct{ key, says, to string }

// keys gives the shortcuts of whoever records. Where the page has nothing that one
// leads to, the script leaves it out.
func (p conductPage) keys() []shortcut {
	list := []shortcut{{"?", "live.key.list", ""}}
	if p.Now == nil {
		return list
	}
	for i := range p.Items {
		if p.Items[i].ID != p.Now.ID {
			continue
		}
		if i+1 < len(p.Items) {
			list = append(list, shortcut{"n", "live.key.next", p.Rows[i+1].Href})
		}
		if i > 0 {
			list = append(list, shortcut{"f", "live.key.previous", p.Rows[i-1].Href})
		}
	}
	return append(list,
		shortcut{"u", "live.key.take_up", `.it form[action$="/punkt"] button`},
		shortcut{"b", "live.key.decision", `textarea[name="text"]`},
		shortcut{"a", "live.key.note", `textarea[name="anteckning"]`},
		shortcut{"r", "live.key.presence", `input[name="har"]`})
}
