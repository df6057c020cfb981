// Package access says who may do what. It is pure: a Viewer is somebody who
// looks or acts, built from the memberships held on a day; a Need names an act
// and the place where it is done; one table (rules.go) says which roles at that
// place meet the Need. The same table is asked by the use case (refuse), by the
// page (what to show) and by the manual (Markdown).
//
// Who may open an object is not decided here but in SQL, by the store bound to
// the viewer (store.Own): what is not open is not found. A Need is asked after
// the object was found.
//
// A party's working material (stance, notes, drafts) belongs to that party
// alone. The home roles in this package are the only way to it; no operator,
// administrator or secretary role is one.
package access
