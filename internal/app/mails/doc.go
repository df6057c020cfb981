// Package mails gives the jobs what the installation's mail says, at the moment
// when it is sent, and to whom. Every use case is the installation's own
// (access.RunInstallation). What they give is what the receiver may open anyway:
// names of matters and bodies, dates, states that all participants see; never a
// stance, a note or a draft of anybody.
//
// Work of a party's turn is one row of the outbox; TellTurn makes one of each
// person whom it concerns, so that a server that is down for one doesn't send the
// others their mail twice.
package mails
