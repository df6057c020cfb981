package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
)

// conn is one connection that is kept, with the statements prepared on it, so
// that a page's queries are parsed once per connection and not once per page.
type conn struct {
	c     *sql.Conn
	stmts map[string]*sql.Stmt
	bad   bool // drop it instead of using it again
}

// prepared gives the statement for an SQL text, preparing it the first time.
func (c *conn) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	if s, ok := c.stmts[query]; ok {
		return s, nil
	}
	if len(c.stmts) >= maxStatements { // texts with a variable number of parameters
		for q, s := range c.stmts {
			delete(c.stmts, q)
			if err := s.Close(); err != nil {
				return nil, err
			}
			break
		}
	}
	// Prepared for the connection's life, not for this request's.
	s, err := c.c.PrepareContext(context.WithoutCancel(ctx), query)
	if err != nil {
		return nil, err
	}
	c.stmts[query] = s
	return s, nil
}

const maxStatements = 500

func (c *conn) exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	s, err := c.prepared(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

// close ends the statements and gives the connection back. database/sql does not
// end statements that were prepared on one connection, and SQLite keeps a file
// open until the last of them has ended. That a connection was lost before is no
// error of closing it.
func (c *conn) close() error {
	var errs []error
	for _, s := range c.stmts {
		if err := s.Close(); err != nil && !c.bad && !lost(err) {
			errs = append(errs, err)
		}
	}
	if err := c.c.Close(); err != nil && !lost(err) {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// pool hands out kept connections, each to one transaction at a time.
type pool struct {
	db   *sql.DB
	free chan *conn // holds nil for a connection that has not been opened yet
	size int
}

func newPool(db *sql.DB, size int) *pool {
	p := &pool{db: db, free: make(chan *conn, size), size: size}
	for range size {
		p.free <- nil
	}
	return p
}

func (p *pool) get(ctx context.Context) (*conn, error) {
	select {
	case c, ok := <-p.free:
		if !ok {
			return nil, errors.New("store: closed")
		}
		if c != nil {
			return c, nil
		}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	sc, err := p.db.Conn(ctx)
	if err != nil {
		p.free <- nil
		return nil, fmt.Errorf("connect to the database: %w", err)
	}
	return &conn{c: sc, stmts: map[string]*sql.Stmt{}}, nil
}

// put gives a connection back. A bad one is dropped and opened anew when it is
// needed.
func (p *pool) put(c *conn) {
	if c.bad {
		// The statements first: ended after their connection they would reach into
		// memory that SQLite has given back.
		for _, s := range c.stmts {
			_ = s.Close()
		}
		c.stmts = nil
		// The driver must not hand the broken connection to the next caller.
		_ = c.c.Raw(func(any) error { return driver.ErrBadConn })
		_ = c.close()
		c = nil
	}
	p.free <- c
}

// begin takes a connection and opens a transaction on it, with a context of its
// own for the statements that do. A connection that turns out to be dead (the
// server was restarted) is replaced.
func (p *pool) begin(ctx, opening context.Context, statements []string) (*conn, error) {
	for try := 0; ; try++ {
		c, err := p.get(ctx)
		if err != nil {
			return nil, err
		}
		for i, s := range statements {
			if _, err = c.exec(opening, s); err != nil {
				if i > 0 {
					_, _ = c.exec(context.WithoutCancel(ctx), "rollback")
				}
				break
			}
		}
		if err == nil {
			return c, nil
		}
		c.bad = lost(err) || ctx.Err() != nil
		p.put(c)
		if !lost(err) || try > p.size || ctx.Err() != nil {
			return nil, fmt.Errorf("begin: %w", err)
		}
	}
}

// close waits for every connection to come back and closes them.
func (p *pool) close() error {
	var errs []error
	for range p.size {
		if c := <-p.free; c != nil {
			errs = append(errs, c.close())
		}
	}
	close(p.free)
	return errors.Join(errs...)
}
