package accounts

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// hashed gives what is stored of a token, or of something that is counted.
func hashed(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil))
}
