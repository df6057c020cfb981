package main

import (
	"context"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/structures"
	"samverk/internal/config"
	"samverk/internal/structurefile"
)

// Two counties in one process: each answers under its own host name alone, and
// what is asked for under another name is nobody's.
func TestSeveralCounties(t *testing.T) {
	var list []config.Config
	for id, title := range map[string]string{"north": "Samverkan i norr", "south": "Samverkan i söder"} {
		c := config.Default()
		c.Data, c.Addr, c.URL = t.TempDir(), "127.0.0.1:0", "http://"+id+".county.example"
		source := "structure: " + id + "\ntitle: " + title + "\nvalid_from: 2020-01-01\nsources: {ao: {title: Arbetsordning}}\n" +
			"kinds: {municipality: {name: Kommun, organs: {council: Fullmäktige}}}\nparties: {" + id + "-town: {name: Staden, kind: municipality}}\n" +
			"levels: {all: {name: Alla, src: ao/1}}\ndocument_kinds: {other: {name: Annat}}\n" +
			"bodies: {group: {name: Gruppen, level: all, src: ao/2}}\n"
		used(t, c, id+".yaml", source)
		list = append(list, c)
	}
	at := serveFor(t, list...)
	ask := func(host string) (int, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, at+"/", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = host
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = res.Body.Close() }()
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, string(body)
	}
	for host, want := range map[string]string{"north.county.example": "i norr", "SOUTH.county.example:8080": "i söder"} {
		code, body := ask(host)
		if code != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s answers %d without %q", host, code, want)
		}
		if other := map[string]string{"i norr": "i söder", "i söder": "i norr"}[want]; strings.Contains(body, other) {
			t.Errorf("%s speaks of the other county", host)
		}
	}
	for _, host := range []string{"west.county.example", "county.example", ""} {
		if code, body := ask(host); host != "" && code != http.StatusMisdirectedRequest || strings.Contains(body, "Samverkan i") {
			t.Errorf("%q answers %d: %s", host, code, body)
		}
	}
}

// used takes a structure into use in an installation.
func used(t *testing.T, c config.Config, name, source string) {
	t.Helper()
	err := on(placeOf(c), func(ctx context.Context, i *installation, who access.Viewer) error {
		_, err := structures.Use(ctx, i.sys, who, structurefile.WithPractice, structures.UseInput{Name: name, Source: []byte(source), From: "2020-01-01"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Counties that would share something are refused before anything is opened.
func TestCountiesApart(t *testing.T) {
	one := config.Default()
	one.Data, one.URL = "one", "https://one.example"
	two := one
	two.Data, two.URL = "two", "https://two.example"
	if err := apart([]config.Config{one, two}); err != nil {
		t.Errorf("two counties of their own: %v", err)
	}
	for name, change := range map[string]func(*config.Config){
		"data folder": func(c *config.Config) { c.Data = "one" },
		"key file":    func(c *config.Config) { c.Key = filepath.Join("one", "installation.key") },
		"host name":   func(c *config.Config) { c.URL = "https://ONE.example:8443" },
		"database":    func(c *config.Config) { c.Database = "postgres:///one" },
		"listens":     func(c *config.Config) { c.Addr = "127.0.0.1:9" },
	} {
		first, second := one, two
		if name == "database" {
			change(&first)
		}
		change(&second)
		if err := apart([]config.Config{first, second}); err == nil || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "postgres:") {
			t.Errorf("the same %s: %v", name, err)
		}
	}
}
