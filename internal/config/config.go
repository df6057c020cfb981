// Package config is the settings of an installation: one struct, filled from
// defaults, then a file (YAML), then the environment (SAMVERK_…), and handed out
// in pieces by main. Every setting works when nothing is said. What a setting is
// and where it came from can be printed; secrets print as dots.
package config

import (
	"errors"
	"fmt"
	"io"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/knadh/koanf/parsers/yaml"
)

// Secret is a setting that is never printed.
type Secret string

// String gives dots, or nothing for no secret.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return "••••"
}

// GoString hides the secret from %#v.
func (s Secret) GoString() string { return s.String() }

// MarshalText hides the secret from JSON and logs.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Reveal gives the secret itself.
func (s Secret) Reveal() string { return string(s) }

// Config is every setting. The name in a file is the key tag; in the environment
// it is SAMVERK_ and the name in capitals with dots as underscores
// (SAMVERK_MAIL_HOST).
type Config struct {
	Data     string   `key:"data" help:"folder of the database, the key and the files"`
	Database Secret   `key:"database" help:"PostgreSQL connection string; without one, SQLite in the data folder"`
	Key      string   `key:"key" help:"file of the installation key; default installation.key in the data folder"`
	Addr     string   `key:"addr" help:"address to listen on"`
	URL      string   `key:"url" help:"the site's own address, for links in mail; https in real use"`
	FilesURL string   `key:"files_url" help:"address of another host name for uploaded files"`
	Proxies  []string `key:"proxies" help:"networks of trusted proxies, whose X-Forwarded-For is believed"`
	Contact  string   `key:"contact" help:"whom a visitor turns to, on error pages"`
	PDF      string   `key:"pdf" help:"program that makes PDFs: a name or a path, Chromium's or WeasyPrint's; without one it is looked for; none makes none"`
	Office   string   `key:"office" help:"LibreOffice, which makes PDFs of Word documents for the bundle of a meeting's papers: a name or a path; without one it is looked for; none uses none"`
	LogLevel string   `key:"log_level" help:"debug, info, warn or error"`
	Mail     Mail     `key:"mail"`
}

// Mail is how notices leave.
type Mail struct {
	Host     string `key:"host" help:"SMTP server; without one, mail stays in the folder"`
	Port     int    `key:"port" help:"SMTP port; 0 is the usual one for the kind of TLS"`
	TLS      string `key:"tls" help:"starttls, tls or none"`
	User     string `key:"user" help:"SMTP user"`
	Password Secret `key:"password" help:"SMTP password"`
	From     string `key:"from" help:"sender's address"`
	Folder   string `key:"folder" help:"folder for mail when there is no server"`
	Listen   string `key:"listen" help:"address on which the answers of calendars are taken as mail, like 127.0.0.1:2525; without one, none are"`
	Replies  string `key:"replies" help:"domain of the addresses that calendars answer to; mail for it comes to mail.listen"`
	Retry    int    `key:"retry" help:"seconds before mail that was not taken is tried again; later tries wait longer"`
}

// Default gives the settings when nothing is said.
func Default() Config {
	return Config{
		Data: "samverk-data", Addr: "127.0.0.1:8080", URL: "http://127.0.0.1:8080", LogLevel: "info",
		Mail: Mail{TLS: "starttls", From: "samverk@localhost", Retry: 60},
	}
}

// SQLite gives the database file, "" when the installation is on PostgreSQL.
func (c Config) SQLite() string {
	if c.Database != "" {
		return ""
	}
	return filepath.Join(c.Data, "samverk.db")
}

// KeyFile gives the file of the installation key.
func (c Config) KeyFile() string {
	if c.Key != "" {
		return c.Key
	}
	return filepath.Join(c.Data, "installation.key")
}

// Made gives the folder of what is made of files and can be made again: no backup
// holds it.
func (c Config) Made() string { return filepath.Join(c.Data, "made") }

// Files gives the folder of uploaded files.
func (c Config) Files() string { return filepath.Join(c.Data, "files") }

// MailFolder gives the folder for mail when there is no server.
func (c Config) MailFolder() string {
	if c.Mail.Folder != "" {
		return c.Mail.Folder
	}
	return filepath.Join(c.Data, "mail")
}

// Setting is one setting as it is in force.
type Setting struct {
	Key   string
	Value string // dots for a secret
	From  string // "default", the file, or the environment variable
	Help  string
}

// Loaded is the settings with where each came from.
type Loaded struct {
	Config
	Settings []Setting
}

// Load reads the settings: the file when one is named, then the environment
// (pairs like os.Environ gives). All that is wrong is in the error: a key that
// does not exist, a value that can't be read or makes no sense.
func Load(file string, environ []string) (Loaded, error) {
	l := Loaded{Config: Default()}
	from := map[string]string{}
	var wrong []error
	if file != "" {
		values, err := readFile(file)
		if err != nil {
			return l, err
		}
		wrong = append(wrong, l.Config.take(values, func(key string) string { return file }, from)...)
	}
	env, source := environment(environ)
	wrong = append(wrong, l.Config.take(env, func(key string) string { return source[key] }, from)...)
	wrong = append(wrong, l.Config.check()...)
	if len(wrong) > 0 {
		return l, errors.Join(wrong...)
	}
	l.Config.each(func(key, help string, v reflect.Value) {
		origin := from[key]
		if origin == "" {
			origin = "default"
		}
		l.Settings = append(l.Settings, Setting{key, show(v), origin, help})
	})
	return l, nil
}

// Print writes every setting with where it came from, secrets as dots.
func (l Loaded) Print(w io.Writer) error {
	for _, s := range l.Settings {
		if _, err := fmt.Fprintf(w, "%-14s = %-40s # %s (%s)\n", s.Key, s.Value, s.Help, s.From); err != nil {
			return err
		}
	}
	return nil
}

// readFile gives a file's values by full key: "mail.host".
func readFile(file string) (map[string]any, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	tree, err := yaml.Parser().Unmarshal(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	flat := map[string]any{}
	flatten("", tree, flat)
	return flat, nil
}

func flatten(prefix string, tree, into map[string]any) {
	for k, v := range tree {
		if sub, ok := v.(map[string]any); ok {
			flatten(prefix+k+".", sub, into)
		} else {
			into[prefix+k] = v
		}
	}
}

// environment gives the values of SAMVERK_ variables by key, and the name of
// each. Variables of the tests are left alone.
func environment(environ []string) (values map[string]any, source map[string]string) {
	values, source = map[string]any{}, map[string]string{}
	names := map[string]string{}
	c := Default()
	c.each(func(key, _ string, _ reflect.Value) {
		names["SAMVERK_"+strings.ToUpper(strings.ReplaceAll(key, ".", "_"))] = key
	})
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		if !strings.HasPrefix(name, "SAMVERK_") || strings.HasPrefix(name, "SAMVERK_TEST_") || name == "SAMVERK_SCREENSHOTS" {
			continue
		}
		key, ok := names[name]
		if !ok {
			key = name
		}
		values[key], source[key] = value, name
	}
	return values, source
}

// each calls fn for every setting, in the order of the struct.
func (c *Config) each(fn func(key, help string, v reflect.Value)) {
	walk("", reflect.ValueOf(c).Elem(), fn)
}

func walk(prefix string, v reflect.Value, fn func(key, help string, v reflect.Value)) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		key := prefix + f.Tag.Get("key")
		if f.Type.Kind() == reflect.Struct {
			walk(key+".", v.Field(i), fn)
		} else {
			fn(key, f.Tag.Get("help"), v.Field(i))
		}
	}
}

// take sets what values hold and gives what is wrong with them.
func (c *Config) take(values map[string]any, source func(key string) string, from map[string]string) (wrong []error) {
	var known []string
	c.each(func(key, _ string, v reflect.Value) {
		known = append(known, key)
		value, ok := values[key]
		if !ok {
			return
		}
		if err := set(v, value); err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %s: %w", source(key), key, err))
			return
		}
		from[key] = source(key)
	})
	for key := range values {
		if !slices.Contains(known, key) {
			wrong = append(wrong, fmt.Errorf("%s: there is no setting %s; there are %s", source(key), key, strings.Join(known, ", ")))
		}
	}
	slices.SortFunc(wrong, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return wrong
}

// set puts a value of a file (any scalar or list) or of the environment (text;
// lists are separated by commas) into a field. The value is never in the error:
// it may be a secret.
func set(field reflect.Value, value any) error {
	switch field.Kind() {
	case reflect.String:
		switch x := value.(type) {
		case string:
			field.SetString(x)
		case nil:
			field.SetString("")
		default:
			return errors.New("text is wanted; put it in quotes")
		}
	case reflect.Int:
		switch x := value.(type) {
		case int:
			field.SetInt(int64(x))
		case string:
			n, err := strconv.Atoi(x)
			if err != nil {
				return errors.New("a whole number is wanted")
			}
			field.SetInt(int64(n))
		default:
			return errors.New("a whole number is wanted")
		}
	case reflect.Slice:
		var list []string
		switch x := value.(type) {
		case []any:
			for _, e := range x {
				text, ok := e.(string)
				if !ok {
					return errors.New("a list of texts is wanted")
				}
				list = append(list, text)
			}
		case string:
			for part := range strings.SplitSeq(x, ",") {
				if part = strings.TrimSpace(part); part != "" {
					list = append(list, part)
				}
			}
		default:
			return errors.New("a list of texts is wanted")
		}
		field.Set(reflect.ValueOf(list))
	default:
		return fmt.Errorf("a setting can't be a %s", field.Kind())
	}
	return nil
}

func show(v reflect.Value) string {
	switch x := v.Interface().(type) {
	case Secret:
		return strconv.Quote(x.String())
	case string:
		return strconv.Quote(x)
	case []string:
		return fmt.Sprintf("%q", x)
	default:
		return fmt.Sprint(x)
	}
}

// check gives what makes no sense.
func (c *Config) check() (wrong []error) {
	bad := func(key, what string) { wrong = append(wrong, fmt.Errorf("%s: %s", key, what)) }
	if c.Data == "" {
		bad("data", "a folder is wanted")
	}
	for key, address := range map[string]string{"url": c.URL, "files_url": c.FilesURL} {
		if address == "" && key == "files_url" {
			continue
		}
		u, err := url.Parse(address)
		if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || strings.Trim(u.Path, "/") != "" {
			bad(key, "an address like https://samverk.example.se is wanted")
		}
	}
	if c.FilesURL != "" && host(c.FilesURL) == host(c.URL) {
		bad("files_url", "it has to be another host name than url's")
	}
	for _, p := range c.Proxies {
		if _, err := netip.ParsePrefix(p); err != nil {
			bad("proxies", fmt.Sprintf("%q is no network like 10.0.0.0/8", p))
		}
	}
	if !slices.Contains([]string{"debug", "info", "warn", "error"}, c.LogLevel) {
		bad("log_level", "debug, info, warn or error is wanted")
	}
	if !slices.Contains([]string{"starttls", "tls", "none"}, c.Mail.TLS) {
		bad("mail.tls", "starttls, tls or none is wanted")
	}
	if c.Mail.Port < 0 || c.Mail.Port > 65535 {
		bad("mail.port", "a port is wanted")
	}
	if (c.Mail.Listen == "") != (c.Mail.Replies == "") {
		bad("mail.listen", "mail.listen and mail.replies go together")
	}
	if c.Mail.Retry < 1 {
		bad("mail.retry", "at least one second is wanted")
	}
	return wrong
}

func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}
