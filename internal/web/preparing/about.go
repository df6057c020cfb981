package preparing

import (
	"strconv"

	"github.com/a-h/templ"
)

// about gives what the script has to know of a page, and the sentences that it
// says; {1} and on are its own to fill.
func about(p preparePage) templ.Attributes {
	t := p.T
	return templ.Attributes{
		"data-forbered": true, "data-session": p.Kept.Session, "data-person": p.Kept.Person,
		"data-keep": address(p.Meeting.ID) + "/behall", "data-worker": "/moten/arbetare.js",
		"data-say-kept":    t.S("prepare.kept", "{1}", "{2}", "{3}"),
		"data-say-left":    t.S("prepare.kept_left", "{1}"),
		"data-say-removed": t.S("prepare.kept_removed"),
		"data-say-cut":     t.S("prepare.cut"),
		"data-say-copy":    t.S("prepare.copy", "{1}"),
		"data-say-saved":   t.S("prepare.saved", "{1}"),
		"data-say-waits":   t.S("prepare.waits"),
		"data-say-gone":    t.S("prepare.item_gone"),
		"data-say-out":     t.S("prepare.signed_out"),
	}
}

// nextHref gives where one goes on from an item.
func nextHref(p itemPage) string {
	if p.Next != nil {
		return p.Next.Href
	}
	return address(p.Meeting.ID)
}

// sett gives the version of the proposal that is before the reader.
func sett(p preparePage, item string) string {
	for _, i := range p.Items {
		if i.ID == item {
			return strconv.FormatInt(i.Proposal.No, 10)
		}
	}
	return "0"
}
