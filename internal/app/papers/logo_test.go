package papers

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"samverk/internal/fault"
)

// drawn gives a picture as a file.
func drawn(t *testing.T, w, h int, write func(*bytes.Buffer, image.Image) error) []byte {
	t.Helper()
	var b bytes.Buffer
	picture := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.Draw(picture, picture.Bounds(), image.NewUniform(color.NRGBA{0, 90, 120, 255}), image.Point{}, draw.Src)
	if err := write(&b, picture); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Whatever is sent as a logo is refused in words of its own, or comes out as the
// picture and nothing else: what a file is follows from its bytes, not its name.
func TestReadLogo(t *testing.T) {
	asPNG := func(b *bytes.Buffer, p image.Image) error { return png.Encode(b, p) }
	asJPEG := func(b *bytes.Buffer, p image.Image) error { return jpeg.Encode(b, p, nil) }
	asGIF := func(b *bytes.Buffer, p image.Image) error { return gif.Encode(b, p, nil) }
	whole := drawn(t, 120, 40, asPNG)
	bomb := append([]byte(nil), whole...)
	copy(bomb[16:], []byte{0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30}) // says that it is 30,000 × 30,000
	binary.BigEndian.PutUint32(bomb[29:], crc32.ChecksumIEEE(bomb[12:29]))
	entities := `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">` + strings.Repeat(`<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">`, 20) + `]><svg>&b;</svg>`
	for name, x := range map[string]struct {
		data []byte
		key  string
	}{
		"nothing":                       {[]byte{}, "logo.empty"},
		"a PNG":                         {whole, ""},
		"a JPEG, whatever it is named":  {drawn(t, 120, 40, asJPEG), ""},
		"a PNG cut in the middle":       {whole[:len(whole)/2], "logo.unreadable"},
		"a JPEG cut at its head":        {drawn(t, 120, 40, asJPEG)[:30], "logo.unreadable"},
		"a GIF":                         {drawn(t, 12, 4, asGIF), "logo.unreadable"},
		"a text":                        {[]byte("logotyp"), "logo.unreadable"},
		"more points than can be":       {bomb, "logo.points"},
		"a stroke across":               {drawn(t, 3000, 1, asPNG), "logo.thin"},
		"a stroke down":                 {drawn(t, 2, 600, asPNG), "logo.thin"},
		"wide":                          {drawn(t, 3000, 150, asPNG), ""},
		"tall":                          {drawn(t, 30, 600, asPNG), ""},
		"one point":                     {drawn(t, 1, 1, asPNG), ""},
		"an SVG with a script":          {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "logo.svg"},
		"an SVG that fetches":           {[]byte("\n <?xml version=\"1.0\"?><svg><image href=\"http://127.0.0.1/x.png\"/></svg>"), "logo.svg"},
		"an SVG of entities":            {[]byte(entities), "logo.svg"},
		"an SVG of 10 MB":               {append([]byte("<svg>"), make([]byte, 10<<20)...), "logo.large"},
		"an SVG that hides behind 3 kB": {append([]byte("<!--"+strings.Repeat("x", 3000)+"-->"), "<svg/>"...), "logo.unreadable"},
	} {
		logo, err := ReadLogo(x.data)
		var f *fault.Error
		switch {
		case x.key == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case x.key == "":
			if _, _, err := image.DecodeConfig(bytes.NewReader(logo.Data)); err != nil || logo.Width < 1 || logo.Height < 1 || logo.Width > logoWidth || logo.Height > logoHeight {
				t.Errorf("%s: %d × %d, %v", name, logo.Width, logo.Height, err)
			}
		case !errors.As(err, &f) || f.Key != x.key:
			t.Errorf("%s: %v, want %s", name, err, x.key)
		}
	}
}
