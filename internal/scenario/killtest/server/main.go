// Command server is the web server on a data folder or a PostgreSQL database,
// as plain as can be, for the kill test to start and kill. Built with the tag
// earlyanswer it answers before COMMIT: the control that has to be caught.
package main

import (
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"log"
	"log/slog"
	"net"
	"time"

	"samverk/internal/app"
	"samverk/internal/app/backups"
	"samverk/internal/blob"
	"samverk/internal/domain/structure"
	"samverk/internal/ledger"
	"samverk/internal/store"
	"samverk/internal/structurefile"
	"samverk/internal/web"
)

func main() {
	data := flag.String("data", "", "folder of the key, the files and the database")
	dsn := flag.String("dsn", "", "PostgreSQL instead of the folder's database")
	flag.Parse()
	if err := serve(*data, *dsn); err != nil {
		log.Fatal(err)
	}
}

func serve(data, dsn string) error {
	ctx := context.Background()
	p := backups.In(data)
	o := store.Options{Path: p.Database, DSN: dsn}
	if dsn != "" {
		o.Path = ""
	}
	st, err := store.Open(ctx, o)
	if err != nil {
		return err
	}
	files, err := blob.Open(p.Files)
	if err != nil {
		return err
	}
	key, err := ledger.LoadKey(p.Key)
	if err != nil {
		return err
	}
	l, err := app.OpenLedger(ctx, st, key, time.Now())
	if err != nil {
		return err
	}
	read := func(name string, source, _ []byte) (*structure.Structure, error) { return structurefile.Read(name, source) }
	quiet := slog.New(slog.DiscardHandler)
	s, err := web.New(web.Options{Log: quiet, Files: files, Sys: &app.System{
		Store: st, Clock: time.Now, Random: rand.Reader, Structures: app.Versions(read), Ledger: l,
		Passwords: app.NewPasswords(), Files: files, Log: quiet,
	}})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr())
	return web.Serve(ctx, listener, s, quiet)
}
