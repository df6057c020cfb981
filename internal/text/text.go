// Package text is the message catalogue: every sentence the interface says, by
// key. One file per capability and language, sv/<capability>.txt, with lines
//
//	key = sentence
//
// where {1}, {2} … stand for the arguments and {1|ärende|ärenden} for the word
// that fits the number in argument 1 (one, other). A line that begins with #
// is a comment; \n in a sentence is a line break; other braces are its own. A
// key belongs to one file.
//
//	t := text.For("sv")
//	t.S("matter.decided", 6, 13) // "6 av 13 parter har beslutat"
//
// Dates and times are written by Date, Short, Time. Arguments that are
// workday.Date are written as Date does it, sheet.Day as Long, sheet.Clock as
// Clock; lists are joined with "och"; a phrase
// is said by its own key.
package text

import (
	"embed"
	"fmt"
	"io/fs"
	"sort"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // the county's clock must not depend on what the machine has installed
	"unicode"
	"unicode/utf8"

	"samverk/internal/domain/sheet"
	"samverk/internal/domain/workday"
)

//go:embed sv en
var files embed.FS

// catalogue holds the sentences per language; it is read-only once made.
var catalogue = mustLoad(files)

// T writes in one language.
type T struct {
	Lang string
	say  map[string]string
}

// For gives the texts of the interface in a language: of Swedish, the only one
// that it is whole in.
func For(string) T { return ForDocument("sv") }

// ForDocument gives what documents say of their own in a language; Swedish for
// one that has none. A key that a language lacks is said in Swedish.
func ForDocument(lang string) T {
	if say, ok := catalogue[lang]; ok {
		return T{Lang: lang, say: say}
	}
	return T{Lang: "sv", say: catalogue["sv"]}
}

// S gives the sentence of a key with its arguments. An unknown key gives the
// key itself in brackets, which a test refuses to find on any page.
func (t T) S(key string, args ...any) string {
	s, ok := t.say[key]
	if !ok {
		if s, ok = catalogue["sv"][key]; !ok {
			return "[" + key + "]"
		}
	}
	if len(args) == 0 && !strings.Contains(s, "{") {
		return s
	}
	return t.fill(s, args)
}

// Has reports whether there is a sentence for the key.
func (t T) Has(key string) bool {
	_, ok := t.say[key]
	return ok
}

// Keys gives all keys of the language, sorted.
func (t T) Keys() []string {
	keys := make([]string, 0, len(t.say))
	for k := range t.say {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

func (t T) fill(s string, args []any) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '{')
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		j := strings.IndexByte(s[i:], '}')
		if j < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		parts := strings.Split(s[i+1:i+j], "|")
		n, err := strconv.Atoi(parts[0])
		if err != nil { // braces of the sentence's own
			b.WriteByte('{')
			s = s[i+1:]
			continue
		}
		s = s[i+j+1:]
		if n < 1 || n > len(args) {
			continue
		}
		switch {
		case len(parts) == 3 && fmt.Sprint(args[n-1]) == "1":
			b.WriteString(parts[1])
		case len(parts) == 3:
			b.WriteString(parts[2])
		default:
			b.WriteString(t.arg(args[n-1]))
		}
	}
}

// phrase is an argument that the catalogue says: a key with arguments of its
// own, and what stands for it where the catalogue lacks the key.
type phrase interface {
	Sentence() (key string, args []any, or string)
}

// Whole gives the sentence of a key with a capital at its beginning, whatever
// its first argument begins with.
func (t T) Whole(key string, args ...any) string { return capital(t.S(key, args...)) }

// Say gives a phrase as a sentence of its own, with a capital at its beginning.
func (t T) Say(p phrase) string { return capital(t.arg(p)) }

func capital(s string) string {
	for i, r := range s {
		if i == 0 {
			return string(unicode.ToUpper(r)) + s[utf8.RuneLen(r):]
		}
	}
	return s
}

func (t T) arg(a any) string {
	switch v := a.(type) {
	case workday.Date:
		return t.Date(v)
	case sheet.Day:
		return t.Long(workday.Date(v))
	case sheet.Clock:
		return t.Clock(string(v))
	case time.Time:
		return t.Time(v)
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	case []any:
		words := make([]string, len(v))
		for i, x := range v {
			words[i] = t.arg(x)
		}
		return t.List(words)
	case phrase:
		key, args, or := v.Sentence()
		if or != "" && !t.Has(key) {
			return or
		}
		return t.S(key, args...)
	default:
		return fmt.Sprint(v)
	}
}

var months = map[string][]string{
	"sv": {"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"},
	"en": {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
}

var weekdays = map[string][]string{
	"sv": {"söndag", "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag"},
	"en": {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
}

// Date writes a date in a text: "5 november 2026"; "" for no date.
func (t T) Date(d workday.Date) string {
	if d == "" {
		return ""
	}
	at := d.Time()
	return strconv.Itoa(at.Day()) + " " + months[t.lang()][at.Month()-1] + " " + strconv.Itoa(at.Year())
}

// Long writes a date with its weekday: "torsdag 5 november 2026".
func (t T) Long(d workday.Date) string {
	if d == "" {
		return ""
	}
	return t.Weekday(d) + " " + t.Date(d)
}

// Weekday gives the day of the week: "torsdag".
func (t T) Weekday(d workday.Date) string { return weekdays[t.lang()][d.Time().Weekday()] }

// Short writes a date in a table: "5 nov".
func (t T) Short(d workday.Date) string {
	if d == "" {
		return ""
	}
	at := d.Time()
	return strconv.Itoa(at.Day()) + " " + t.month(at)
}

// ShortYear writes a date in a table where the year is not obvious: "5 nov 2026".
func (t T) ShortYear(d workday.Date) string {
	if d == "" {
		return ""
	}
	at := d.Time()
	return strconv.Itoa(at.Day()) + " " + t.month(at) + " " + strconv.Itoa(at.Year())
}

// Month gives the month in three letters: "nov".
func (t T) Month(d workday.Date) string { return t.month(d.Time()) }

func (t T) month(at time.Time) string { return months[t.lang()][at.Month()-1][:3] }

// Clock writes a local time "09:00" as the language does: "09.00".
func (t T) Clock(hhmm string) string {
	if t.lang() == "sv" {
		return strings.Replace(hhmm, ":", ".", 1)
	}
	return hhmm
}

// Time writes a point in time as the county's clock showed it: "5 nov 2026 09.42".
func (t T) Time(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	local := at.In(clock)
	return t.ShortYear(workday.Date(local.Format(time.DateOnly))) + " " + t.Clock(local.Format("15:04"))
}

// List joins words: "a, b och c".
func (t T) List(words []string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	and := " och "
	if t.lang() == "en" {
		and = " and "
	}
	return strings.Join(words[:len(words)-1], ", ") + and + words[len(words)-1]
}

func (t T) lang() string {
	if _, ok := months[t.Lang]; ok {
		return t.Lang
	}
	return "sv"
}

var clock = func() *time.Location {
	loc, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		panic("text: the time zone data is embedded: " + err.Error())
	}
	return loc
}()

func mustLoad(f fs.FS) map[string]map[string]string {
	all, problems := load(f)
	if len(problems) > 0 {
		panic("text: " + strings.Join(problems, "; "))
	}
	return all
}

// load reads every file and says what is wrong with them: a line without a
// sentence, a key that is there twice.
func load(f fs.FS) (map[string]map[string]string, []string) {
	all := map[string]map[string]string{}
	var problems []string
	_ = fs.WalkDir(f, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".txt") {
			return err
		}
		lang, _, _ := strings.Cut(path, "/")
		if all[lang] == nil {
			all[lang] = map[string]string{}
		}
		data, err := fs.ReadFile(f, path)
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(data), "\n") {
			line = strings.TrimSpace(line)
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			key, say, ok := strings.Cut(line, " = ")
			key = strings.TrimSpace(key)
			switch {
			case !ok || key == "" || strings.TrimSpace(say) == "":
				problems = append(problems, fmt.Sprintf("%s:%d: write key = sentence", path, i+1))
			case all[lang][key] != "":
				problems = append(problems, fmt.Sprintf("%s:%d: the key %s is there twice", path, i+1, key))
			default:
				all[lang][key] = strings.ReplaceAll(strings.TrimSpace(say), `\n`, "\n")
			}
		}
		return nil
	})
	return all, problems
}
