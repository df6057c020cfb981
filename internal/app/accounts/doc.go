// Package accounts signs people in and out: invitations, passwords, sessions.
//
// An account is known by issuer and subject. A password account has the issuer
// "local" and a random subject; nothing ever links an account to an identity by
// its e-mail address. What somebody may do is not kept here: SessionViewer
// builds the viewer from the memberships of the day at every request, so that a
// right that ends is gone at the next click.
//
// Tokens (session, invitation) are 256 random bits, stored as SHA-256. Every
// try to sign in is counted in the database before the password is looked at,
// per account and address, so that two servers count together.
package accounts

import "samverk/internal/app"

// Commands lists the use cases for the catalogue.
func Commands() []app.Runnable {
	return []app.Runnable{signIn, SignOut, SignOutEverywhere, EndSession, Sessions, Invite, acceptInvite, Close}
}
