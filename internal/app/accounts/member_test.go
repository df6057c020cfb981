package accounts_test

import (
	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/domain/people"
)

func member(name, party string, role access.Role) access.Viewer {
	return apptest.Member(name, people.Membership{Party: party, Role: role})
}
