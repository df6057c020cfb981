package ledger

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Key is the installation's Ed25519 key, which signs checkpoints. It is kept
// apart from the database. It prints as dots.
type Key struct{ seed string }

// String hides the key.
func (Key) String() string { return "••••" }

// GoString hides the key from %#v.
func (Key) GoString() string { return "ledger.Key(••••)" }

// NewKey makes a key from 32 bytes of randomness.
func NewKey(random io.Reader) (Key, error) {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(random, seed); err != nil {
		return Key{}, err
	}
	return Key{string(seed)}, nil
}

func (k Key) private() ed25519.PrivateKey { return ed25519.NewKeyFromSeed([]byte(k.seed)) }

// Public gives the public key, hexadecimal.
func (k Key) Public() string {
	pub, ok := k.private().Public().(ed25519.PublicKey)
	if !ok {
		panic("ledger: an Ed25519 key has an Ed25519 public key")
	}
	return hex.EncodeToString(pub)
}

const keyHead = "samverk installation key v1: "

// Text gives the key as its file holds it.
func (k Key) Text() string {
	return keyHead + base64.StdEncoding.EncodeToString([]byte(k.seed)) + "\n"
}

// ParseKey reads what Text wrote.
func ParseKey(text string) (Key, error) {
	b, ok := strings.CutPrefix(strings.TrimSpace(text), strings.TrimSpace(keyHead))
	seed, err := base64.StdEncoding.DecodeString(strings.TrimSpace(b))
	if !ok || err != nil || len(seed) != ed25519.SeedSize {
		return Key{}, errors.New("the installation key's file is damaged")
	}
	return Key{string(seed)}, nil
}

// LoadKey reads the key from its file. A file that others can read is refused.
// The error is fs.ErrNotExist when there is none.
func LoadKey(path string) (Key, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Key{}, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return Key{}, fmt.Errorf("%s can be read by others (%v): chmod 600", path, info.Mode().Perm())
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return Key{}, err
	}
	return ParseKey(string(text))
}

// SaveKey writes the key to a new file, durably; an existing file is left alone
// and reported as fs.ErrExist.
func SaveKey(path string, k Key) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.WriteString(k.Text()); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// LoadOrMakeKey reads the key, or makes one at the first start.
func LoadOrMakeKey(path string, random io.Reader) (Key, error) {
	k, err := LoadKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return k, err
	}
	if k, err = NewKey(random); err != nil {
		return k, err
	}
	return k, SaveKey(path, k)
}

// origin names a log of an installation; it is the first line of a checkpoint
// and the name of the key that signs it (C2SP tlog-checkpoint).
func origin(installation, log string) string { return "samverk/" + installation + "/" + log }

func (l Ledger) signer(log string) (note.Signer, error) {
	name := origin(l.installation, log)
	pub, ok := l.key.private().Public().(ed25519.PublicKey)
	if !ok {
		return nil, errors.New("ledger: not an Ed25519 key")
	}
	vkey, err := note.NewEd25519VerifierKey(name, pub)
	if err != nil {
		return nil, err
	}
	// The text form of a private key: algorithm 1 is Ed25519.
	hash := strings.Split(strings.TrimPrefix(vkey, name+"+"), "+")[0]
	skey := "PRIVATE+KEY+" + name + "+" + hash + "+" + base64.StdEncoding.EncodeToString(append([]byte{1}, l.key.seed...))
	return note.NewSigner(skey)
}

// VerifierKey gives the text by which anybody can verify the checkpoints of one
// of the installation's logs (note's verifier key). Public is hexadecimal.
func VerifierKey(installation, log, public string) (string, error) {
	pub, err := hex.DecodeString(public)
	if err != nil || len(pub) != ed25519.PublicKeySize {
		return "", errors.New("not an Ed25519 public key")
	}
	return note.NewEd25519VerifierKey(origin(installation, log), pub)
}

// Secret gives 256 bits made of the installation's key and some words, as 52
// lower-case base32 digits, which mail systems keep as they are. It is not in
// the database, and can't be made from what is.
func (l Ledger) Secret(words ...string) string {
	mac := hmac.New(sha256.New, []byte("samverk secret v1\x00"+l.key.seed))
	for _, w := range words {
		mac.Write([]byte(strconv.Itoa(len(w)) + ":" + w))
	}
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(mac.Sum(nil)))
}
