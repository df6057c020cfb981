package ui

import (
	"math/rand/v2"
	"testing"

	"github.com/a-h/templ"
)

// galleryChart is a structure with four levels and 31 bodies.
func galleryChart() ChartView {
	v := ChartView{Title: "Karta över samverkansstrukturen", List: "lista", Down: "efterfrågar resultat", Up: "återrapporterar och signalerar behov",
		Levels: []ChartLevel{{"Politisk", "Förtroendevalda"}, {"Strategisk", "Sätter kursen, följer upp"}, {"Taktisk", "Genomför, länkar nivåerna"}, {"Operativ", "Verkställer lokalt"}}}
	box := func(level int, id, name, sub string) {
		v.Boxes = append(v.Boxes, ChartBox{ID: id, Name: name, Sub: sub, Level: level, Href: "/grupper/" + id})
	}
	line := func(from, to string, dotted bool) { v.Edges = append(v.Edges, ChartEdge{from, to, dotted}) }
	box(0, "rsr", "Regionala samverkansrådet", "inrättar de specifika råden")
	box(1, "kcrd", "KCRD", "kommunchefer och regiondirektör")
	line("kcrd", "rsr", true)
	for _, f := range [][3]string{{"v", "social välfärd samt vård och omsorg", ""}, {"f", "folkhälsa", "även RF-SISU och ÖLBF"}, {"s", "skola, utbildning och kompetensförsörjning", ""}} {
		box(0, "r"+f[0], "Samverkansråd "+f[1], f[2])
		box(1, "c"+f[0], "Chefsgrupp "+f[1], "")
		line("r"+f[0], "rsr", false)
		line("c"+f[0], "r"+f[0], false)
		line("c"+f[0], "kcrd", true)
	}
	box(1, "bu", "Barn och unga", "samverkansgrupp")
	for _, d := range []string{"v", "f", "s"} {
		line("bu", "c"+d, true)
	}
	local := map[string][]string{"Norr": {"Hällefors", "Lindesberg", "Ljusnarsberg", "Nora"}, "Söder": {"Askersund", "Hallsberg", "Kumla", "Laxå", "Lekeberg"}, "Väster": {"Degerfors", "Karlskoga"}, "Örebro": {"Örebro"}}
	for _, d := range []string{"Norr", "Söder", "Väster", "Örebro"} {
		box(2, d, "Länsdelsgrupp "+d, "samverkansledare, arbetsutskott")
		line(d, "cv", false)
		line(d, "cf", false)
		for _, m := range local[d] {
			v.Boxes = append(v.Boxes, ChartBox{ID: "l" + m, Name: m, Level: 3, Href: "/grupper/" + m, Small: true})
			line("l"+m, d, false)
		}
	}
	v.Boxes = append(v.Boxes, ChartBox{ID: "ag", Name: "Arbetsgrupper", Sub: "tillsätts av chefsgrupperna", Level: 3, Dashed: true})
	return v
}

// No box of the chart lies on another, all lie inside it, and each level's boxes
// lie in its band, whatever the structure.
func TestChartBoxesAreApart(t *testing.T) {
	views := []ChartView{galleryChart(), {Levels: []ChartLevel{{"En", ""}, {"Två", ""}}}}
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		v := ChartView{}
		for range 2 + r.IntN(5) {
			v.Levels = append(v.Levels, ChartLevel{"Nivå", "Några ord om den"})
		}
		for i := range 1 + r.IntN(28) {
			v.Boxes = append(v.Boxes, ChartBox{ID: num(float64(i)), Name: "En grupp med ett ganska långt namn i länet", Sub: "med mera", Level: r.IntN(len(v.Levels)), Small: r.IntN(4) == 0})
		}
		for range r.IntN(40) {
			v.Edges = append(v.Edges, ChartEdge{v.Boxes[r.IntN(len(v.Boxes))].ID, v.Boxes[r.IntN(len(v.Boxes))].ID, r.IntN(2) == 0})
		}
		views = append(views, v)
	}
	for n, v := range views {
		c := v.plan()
		if len(c.boxes) != len(v.Boxes) {
			t.Fatalf("%d: %d boxes of %d", n, len(c.boxes), len(v.Boxes))
		}
		for i, a := range c.boxes {
			b := c.bands[a.Level]
			if a.w == 0 || a.x < 0 || a.x+a.w > chartWidth || a.y < b.y || a.y+a.h > b.y+b.h {
				t.Fatalf("%d: box %s at %v,%v %v×%v leaves its band %v–%v", n, a.ID, a.x, a.y, a.w, a.h, b.y, b.y+b.h)
			}
			for _, o := range c.boxes[:i] {
				if a.x < o.x+o.w && o.x < a.x+a.w && a.y < o.y+o.h && o.y < a.y+a.h {
					t.Fatalf("%d: boxes %s and %s lie on each other", n, a.ID, o.ID)
				}
			}
		}
	}
}

// No line of the journey crosses a word, and more than twelve stations fold.
func TestJourneyWordsAreFree(t *testing.T) {
	views := []JourneyView{{Levels: levels, Stations: galleryStations(), Today: "I dag 5 nov"}}
	r := rand.New(rand.NewPCG(3, 4))
	names := []string{"KCRD", "Chefsgruppen", "Arbetsutskottet", "Länsdelsgrupp norra", "Parternas beslut", "I kraft"}
	for range 300 {
		v := JourneyView{Today: "I dag 5 nov", Levels: levels[:2+r.IntN(3)]}
		n := 1 + r.IntN(12)
		now := r.IntN(n)
		for i := range n {
			s := Station{Label: names[r.IntN(len(names))], DateText: "26 okt–17 dec", Level: r.IntN(len(v.Levels)+1) - 1, State: Ahead}
			if i < now {
				s.State = Passed
			} else if i == now {
				s.State = Now
			}
			v.Stations = append(v.Stations, s)
		}
		views = append(views, v)
	}
	clashes, spots := 0, 0
	for n, v := range views {
		d := v.draw(sv)
		clashes, spots = clashes+d.clashes, spots+len(d.spots)
		if n == 0 && d.clashes > 0 {
			t.Errorf("%d words of the example are crossed", d.clashes)
		}
	}
	// Where every place around a station is taken the least bad one is used.
	if clashes*100 > spots {
		t.Errorf("%d of %d stations have a word that is crossed, want at most one in a hundred", clashes, spots)
	}
}

func TestJourneyFolds(t *testing.T) {
	var v JourneyView
	v.Levels = levels
	for i := range 18 {
		s := Station{Label: "S" + num(float64(i)), Level: i % 4, State: Passed}
		if i == 14 {
			s.State = Now
		} else if i > 14 {
			s.State = Ahead
		}
		v.Stations = append(v.Stations, s)
	}
	d := v.draw(sv)
	if len(d.spots) != 12 || d.spots[0].Label != "7 passerade" {
		t.Errorf("%d spots, the first %q", len(d.spots), d.spots[0].Label)
	}
}

func galleryMap() templ.Component {
	return inside(PublicLayout(Page{T: sv, County: "Örebro län", Mark: 12, Title: "Struktur", Section: "struktur"}),
		Head("Strukturen på en karta", "En region, tolv kommuner och två föreningar."), templ.Raw(`<div class="wrap mainc">`), StructureChart(sv, galleryChart()), templ.Raw(`<h2 id="lista">Grupperna i tabell</h2></div>`))
}
