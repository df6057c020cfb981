package app

import (
	"context"
	"fmt"
	"sync"

	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// ReadStructure reads and checks a structure file with the practice file that
// goes with it (nil for none). Package structurefile has it.
type ReadStructure func(name string, source, practice []byte) (*structure.Structure, error)

// ExamineStructure reads a structure that somebody proposes, with the practice
// that would go with it, composes its routes, and gives everything that is wrong
// or worth a look. The structure is nil when something is wrong. Package
// structurefile has it.
type ExamineStructure func(name string, source, practice []byte) (*structure.Structure, []structure.Mistake)

// ReadStructure reads a structure that the database holds.
func (u *Unit) ReadStructure(name string, source, practice []byte) (*structure.Structure, error) {
	if u.sys.Examine == nil {
		return nil, fault.New(fault.Unavailable, "structure.unreadable", name)
	}
	s, found := u.sys.Examine(name, source, practice)
	if s == nil {
		return nil, fault.New(fault.Unavailable, "structure.unreadable", name).Because(fmt.Errorf("%d mistakes", len(found)))
	}
	return s, nil
}

// Versions gives the structures that the database holds, each read once: which
// one is in force is asked at every use, in the transaction, and what it says
// is kept by its hash. It is safe for concurrent use.
func Versions(read ReadStructure) Structures {
	return &versions{read: read, kept: map[string]*structure.Structure{}}
}

type versions struct {
	read ReadStructure
	mu   sync.Mutex
	kept map[string]*structure.Structure
}

// InForce gives the structure on a day; fault.NotFound when none was in force.
func (v *versions) InForce(ctx context.Context, tx *store.Tx, day workday.Date) (*structure.Structure, error) {
	at, err := store.VersionsOf(tx).InForce(ctx, day)
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	s, ok := v.kept[at.Hash]
	v.mu.Unlock()
	if ok {
		return s, nil
	}
	if at, err = store.VersionsOf(tx).Load(ctx, at.ID); err != nil {
		return nil, err
	}
	if s, err = v.read(at.Name, at.Source, at.Practice); err != nil {
		// It was checked before it was taken into use: a newer program that
		// can't read it must say so, and not go on without it.
		return nil, fault.New(fault.Unavailable, "structure.unreadable", at.Name).Because(fmt.Errorf("structure version %s: %w", at.ID, err))
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.kept[at.Hash] = s
	return s, nil
}
