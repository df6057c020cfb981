package papers

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"

	"samverk/internal/domain/sheet"
	"samverk/internal/fault"
)

// Limits of a logo: the bytes of the file, the points of the picture before it is
// made smaller, and how many times as long its long side may be as its short one,
// so that what is printed can be seen.
const (
	MaxLogo  = 4 << 20
	maxPixel = 30 << 20
	maxThin  = 25
)

// What a logo is made smaller to, in pixels: enough for print at its size there.
const (
	logoWidth  = 1000
	logoHeight = 300
)

// ReadLogo reads a PNG or a JPEG and writes it again, so that nothing but the
// picture is left of the file; a large one is made smaller. SVG is refused, since
// it may hold anything.
func ReadLogo(data []byte) (*sheet.Logo, error) {
	wrong := func(key string, args ...any) error { return fault.New(fault.Invalid, key, args...).On("logo") }
	switch {
	case len(data) == 0:
		return nil, wrong("logo.empty")
	case len(data) > MaxLogo:
		return nil, wrong("logo.large", megabytes(len(data)), MaxLogo>>20)
	}
	if head := bytes.ToLower(data[:min(len(data), 2000)]); bytes.Contains(head, []byte("<svg")) || bytes.HasPrefix(bytes.TrimSpace(head), []byte("<?xml")) {
		return nil, wrong("logo.svg")
	}
	kind, read, header := "image/png", png.Decode, png.DecodeConfig
	if bytes.HasPrefix(data, []byte{0xFF, 0xD8}) {
		kind, read, header = "image/jpeg", jpeg.Decode, jpeg.DecodeConfig
	}
	size, err := header(bytes.NewReader(data))
	if err != nil {
		return nil, wrong("logo.unreadable")
	}
	if size.Width <= 0 || size.Height <= 0 || size.Width > maxPixel/size.Height {
		return nil, wrong("logo.points", size.Width, size.Height)
	}
	if long, short := max(size.Width, size.Height), min(size.Width, size.Height); long > maxThin*short {
		return nil, wrong("logo.thin", size.Width, size.Height, maxThin)
	}
	picture, err := read(bytes.NewReader(data))
	if err != nil {
		return nil, wrong("logo.unreadable")
	}
	picture = smaller(picture)
	var out bytes.Buffer
	if kind == "image/jpeg" {
		err = jpeg.Encode(&out, picture, &jpeg.Options{Quality: 90})
	} else {
		err = png.Encode(&out, picture)
	}
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(out.Bytes())
	return &sheet.Logo{Type: kind, Data: out.Bytes(), SHA: hex.EncodeToString(sum[:]), Width: picture.Bounds().Dx(), Height: picture.Bounds().Dy()}, nil
}

// megabytes gives a size rounded up: what is over a limit never shows as it.
func megabytes(n int) int { return (n + 1<<20 - 1) >> 20 }

// smaller fits a picture into the size that documents print it in.
func smaller(p image.Image) image.Image {
	b := p.Bounds()
	w, h := b.Dx(), b.Dy()
	if w > logoWidth {
		w, h = logoWidth, max(1, h*logoWidth/w)
	}
	if h > logoHeight {
		w, h = max(1, w*logoHeight/h), logoHeight
	}
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(out, out.Bounds(), p, b, draw.Src, nil)
	return out
}
