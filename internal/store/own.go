package store

import "samverk/internal/access"

// Own is the store as one viewer sees it: the only way to data for a use case.
// Every method puts the viewer's scope into its SQL.
type Own struct {
	tx     *Tx
	viewer access.Viewer
}

// BindTo gives the store as the viewer sees it. The door (package app) is the
// only caller outside tests.
func BindTo(tx *Tx, viewer access.Viewer) Own { return Own{tx, viewer} }

// Viewer gives the viewer whose scope it is.
func (o Own) Viewer() access.Viewer { return o.viewer }

// home gives the condition that every query on a private table carries: the
// column holds one of the parties in whose own preparation the viewer takes
// part. Parameters are numbered from n. Without such a party the condition
// holds for no row.
//
//	cond, args := o.home("s.party_id", 3)
//	`select … from home_stance s where s.matter_id = $1 and s.version > $2 and ` + cond
//
// There is no other way to a private table, and no flag that widens this one:
// not for an operator, an administrator, a secretary or the system.
func (o Own) home(column string, n int) (string, []any) {
	return oneOf(column, n, o.viewer.HomeParties())
}

// parties is the like for rows open to everybody who belongs to a party in any
// role; bodies for rows open to everybody in a body.
func (o Own) parties(column string, n int) (string, []any) {
	return oneOf(column, n, o.viewer.PartyIDs())
}

func (o Own) bodies(column string, n int) (string, []any) {
	return oneOf(column, n, o.viewer.BodyIDs())
}
