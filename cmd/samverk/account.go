package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"samverk/internal/access"
	"samverk/internal/app/accounts"
)

// accountVerbs keep who can sign in.
type accountVerbs struct {
	Invite accountInvite `cmd:"" help:"Print a link with which somebody sets a password, once."`
}

// accountInvite invites the person with an address.
type accountInvite struct {
	settings
	Email    string `arg:"" help:"The person's e-mail address."`
	Operator bool   `help:"The account runs the installation."`
}

// Run does it. The link's host comes from the settings, never from a request.
func (c *accountInvite) Run() error {
	l, err := c.load()
	if err != nil {
		return err
	}
	return c.with(func(ctx context.Context, i *installation, who access.Viewer) error {
		inv, err := accounts.Invite.Do(ctx, i.sys, who, accounts.InviteInput{Email: c.Email, Operator: c.Operator})
		if err != nil {
			return err
		}
		if inv.Person == "" && !c.Operator {
			fmt.Fprintf(os.Stderr, "%s belongs to nobody who was imported: the account has no role, and is not tied to a person later\n", c.Email)
		}
		fmt.Printf("%s/inbjudan/%s\n", strings.TrimSuffix(l.URL, "/"), inv.Token)
		return nil
	})
}
