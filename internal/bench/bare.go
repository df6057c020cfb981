package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
)

// bareSQL is the query of the bare list: the rows of the list's first page, and
// those after a row. docs/bench.md shows it.
const (
	bareCols  = `select id, coalesce(number, ''), title, state, step_now, place_now, waits_for, coalesce(earliest_on, ''), coalesce(in_force_on, ''), done_count, total_count, stalled_by, changed_at from matter`
	bareFirst = bareCols + ` where ended = 0 order by changed_at desc, id desc limit 50`
	bareAfter = bareCols + ` where ended = 0 and (changed_at, id) < (?, ?) order by changed_at desc, id desc limit 50`
)

// bareRow is a row of the bare list.
type bareRow struct {
	ID, Number, Ref, Title, State, Step, Place, Waits, Earliest, InForce, Stalled, Changed string
	Done, Total                                                                            int
}

// bareTemplate is the bare list's page: the same rows, and as little around them
// as makes a page.
const bareTemplate = `<!doctype html>
<html lang="sv">
<head><meta charset="utf-8"><title>Ärenden</title></head>
<body>
<h1>Ärenden</h1>
<table>
<thead><tr><th>Ärende</th><th>Nu</th><th>Nästa steg</th><th>Tidigast</th></tr></thead>
<tbody>
{{range .Rows}}<tr><th scope="row">{{if .Number}}<span>{{.Number}}</span> {{end}}<a href="/arenden/{{.Ref}}">{{.Title}}</a></th>
<td>{{.State}} {{.Step}} <small>{{.Place}} {{.Done}}/{{.Total}}</small>{{if .Stalled}} <small>{{.Stalled}}</small>{{end}}</td>
<td>{{.Waits}}</td><td>{{if .InForce}}{{.InForce}}{{else}}{{.Earliest}}{{end}}</td></tr>
{{end}}</tbody>
</table>
{{if .Next}}<a href="/arenden?efter={{.Next}}">Fler</a>{{end}}
</body>
</html>
`

// bare is the bare handler: no session, no permission, no frame, nothing looked
// up but the rows.
type bare struct {
	first, after *sql.Stmt
	page         *template.Template
	buffers      sync.Pool
}

// constant is an answer that never changes: what an unchanged public page is
// compared with.
type constant struct {
	Header http.Header
	Body   []byte
}

// serveBare is the bare handler's process: it says where it listens, and ends
// with its input.
func serveBare(database string) error {
	ctx := context.Background()
	q := url.Values{"_pragma": {"busy_timeout(10000)", "query_only(1)"}}
	u := url.URL{Scheme: "file", Path: database, RawQuery: q.Encode()}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(4)
	db.SetMaxIdleConns(4)
	b := &bare{page: template.Must(template.New("list").Parse(bareTemplate))}
	b.buffers.New = func() any { return new(bytes.Buffer) }
	if b.first, err = db.PrepareContext(ctx, bareFirst); err != nil {
		return err
	}
	if b.after, err = db.PrepareContext(ctx, bareAfter); err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /arenden", b.list)
	var same constant
	mux.HandleFunc("PUT /constant", func(w http.ResponseWriter, r *http.Request) {
		if err := json.NewDecoder(r.Body).Decode(&same); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
		}
	})
	mux.HandleFunc("GET /constant", func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		for k, v := range same.Header {
			h[k] = v
		}
		_, _ = w.Write(same.Body) // the reader went away
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("bare: http://%s\n", l.Addr())
	go func() {
		_, _ = os.Stdin.Read(make([]byte, 1))
		os.Exit(0)
	}()
	return http.Serve(l, mux)
}

func (b *bare) list(w http.ResponseWriter, r *http.Request) {
	var got *sql.Rows
	var err error
	// Without a watcher of the request: the store does the same.
	ctx := context.WithoutCancel(r.Context())
	if after := r.URL.Query().Get("efter"); after != "" {
		at, id, _ := strings.Cut(after, "_")
		got, err = b.after.QueryContext(ctx, at, id)
	} else {
		got, err = b.first.QueryContext(ctx)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	defer got.Close()
	page := struct {
		Rows []bareRow
		Next string
	}{Rows: make([]bareRow, 0, 50)}
	for got.Next() {
		page.Rows = append(page.Rows, bareRow{})
		m := &page.Rows[len(page.Rows)-1]
		if err := got.Scan(&m.ID, &m.Number, &m.Title, &m.State, &m.Step, &m.Place, &m.Waits, &m.Earliest, &m.InForce, &m.Done, &m.Total, &m.Stalled, &m.Changed); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		if m.Ref = m.ID; m.Number != "" {
			m.Ref = strings.ReplaceAll(m.Number, " ", "-")
		}
		page.Next = m.Changed + "_" + m.ID
	}
	if err := got.Err(); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	buf, ok := b.buffers.Get().(*bytes.Buffer)
	if !ok {
		buf = new(bytes.Buffer)
	}
	defer b.buffers.Put(buf)
	buf.Reset()
	if err := b.page.Execute(buf, &page); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(buf.Len()))
	_, _ = w.Write(buf.Bytes()) // the reader went away
}
