package config_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"samverk/internal/config"
)

func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "samverk.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestNothingSaid(t *testing.T) {
	l, err := config.Load("", nil)
	if err != nil {
		t.Fatal(err)
	}
	if l.SQLite() != filepath.Join("samverk-data", "samverk.db") || l.KeyFile() != filepath.Join("samverk-data", "installation.key") {
		t.Errorf("%+v", l.Config)
	}
	for _, s := range l.Settings {
		if s.From != "default" || s.Help == "" {
			t.Errorf("%+v", s)
		}
	}
}

func TestFileThenEnvironment(t *testing.T) {
	path := file(t, "data: /srv/samverk\nurl: https://samverk.example.se\nproxies: [10.0.0.0/8, \"192.0.2.0/24\"]\nmail:\n  host: smtp.example.se\n  port: 25\n  password: hemligt\n")
	l, err := config.Load(path, []string{"SAMVERK_MAIL_PORT=587", "SAMVERK_DATABASE=postgres://u:hemligare@db/x", "PATH=/bin", "SAMVERK_TEST_POSTGRES=required"})
	if err != nil {
		t.Fatal(err)
	}
	if l.Data != "/srv/samverk" || l.SQLite() != "" || l.Mail.Port != 587 || l.Mail.Host != "smtp.example.se" || l.Mail.Password.Reveal() != "hemligt" || !slices.Equal(l.Proxies, []string{"10.0.0.0/8", "192.0.2.0/24"}) {
		t.Errorf("%+v", l.Config)
	}
	var b strings.Builder
	if err := l.Print(&b); err != nil {
		t.Fatal(err)
	}
	asJSON, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	for _, out := range []string{b.String(), string(asJSON), fmt.Sprintf("%v %+v %#v", l, l, l)} {
		if strings.Contains(out, "hemlig") {
			t.Errorf("a secret is printed: %s", out)
		}
	}
	for _, want := range []string{path, "SAMVERK_MAIL_PORT", "default", "••••", "587"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not printed:\n%s", want, b.String())
		}
	}
}

func TestWrong(t *testing.T) {
	for text, want := range map[string]string{
		"dta: x":                             "there is no setting dta",
		"mail: {hots: x}":                    "there is no setting mail.hots",
		"data: 7":                            "text is wanted",
		"mail: {port: many}":                 "a whole number is wanted",
		"proxies: [10.0.0.1]":                "no network",
		"url: samverk.example.se":            "url: an address",
		"url: https://a.example/path":        "url: an address",
		"files_url: http://127.0.0.1:9090":   "another host name",
		"log_level: loud":                    "log_level",
		"mail: {tls: maybe}":                 "mail.tls",
		"data: [":                            "samverk.yaml",
		"data: \"\"\nlog_level: x":           "data: a folder is wanted",
		"database: 5\nmail: {password: 123}": "database: text is wanted",
	} {
		_, err := config.Load(file(t, text), nil)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	if _, err := config.Load("", []string{"SAMVERK_ADR=x"}); err == nil || !strings.Contains(err.Error(), "SAMVERK_ADR") {
		t.Errorf("a misspelt variable: %v", err)
	}
	if _, err := config.Load("no such file", nil); err == nil {
		t.Error("a missing file passed")
	}
}
