package app

import (
	"context"
	"fmt"
	"sync"

	"samverk/internal/domain/structure"
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

// ReadStructure reads a structure that the database holds, with what is worth a
// look in it.
func (u *Unit) ReadStructure(name string, source, practice []byte) (*structure.Structure, []structure.Mistake, error) {
	s, found := u.sys.Structures.Examine(name, source, practice)
	if s == nil {
		return nil, nil, fault.New(fault.Unavailable, "structure.unreadable", name).Because(fmt.Errorf("%d mistakes", len(found)))
	}
	return s, found, nil
}

// Versions gives the structures that the database holds, each read once: which
// one is in force is asked at every use, in the transaction, and what it says
// is kept by its hash. examine reads one that is proposed. It is safe for
// concurrent use.
func Versions(read ReadStructure, examine ExamineStructure) Structures {
	return &versions{read: read, examine: examine, kept: map[string]*structure.Structure{}}
}

type versions struct {
	read    ReadStructure
	examine ExamineStructure
	mu      sync.Mutex
	kept    map[string]*structure.Structure
}

// Examine reads a structure that somebody proposes.
func (v *versions) Examine(name string, source, practice []byte) (*structure.Structure, []structure.Mistake) {
	return v.examine(name, source, practice)
}

// All gives the versions, the newest in force first.
func (v *versions) All(ctx context.Context, tx *store.Tx) ([]store.StructureVersion, error) {
	return store.VersionsOf(tx).All(ctx)
}

// Read gives what a version says.
func (v *versions) Read(ctx context.Context, tx *store.Tx, at store.StructureVersion) (*structure.Structure, error) {
	v.mu.Lock()
	s, ok := v.kept[at.Hash]
	v.mu.Unlock()
	if ok {
		return s, nil
	}
	at, err := store.VersionsOf(tx).Load(ctx, at.ID)
	if err != nil {
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
