package auth

import (
	"crypto/rand"
	"strings"
)

// A token is "fyr_", eight letters or digits by which it is found and told
// apart, "_", and the secret. The beginning is the same for all, so that
// scanners for lost secrets can know it.
const (
	tokenMark  = "fyr_"
	nameLength = 8
)

// prefixLength is that of the readable beginning: the mark and the name.
const prefixLength = len(tokenMark) + nameLength

// nameLetters are those of base32 in lower case.
const nameLetters = "abcdefghijklmnopqrstuvwxyz234567"

// NewToken makes an API token: the text to be shown once, its readable
// beginning, and the hash to store.
func NewToken() (token, prefix string, hash []byte) {
	prefix = tokenMark + strings.ToLower(rand.Text()[:nameLength])
	token = prefix + "_" + random()
	return token, prefix, Hash(token)
}

// TokenPrefix is the readable beginning of a token. ok is false for what
// NewToken did not make.
func TokenPrefix(token string) (prefix string, ok bool) {
	if len(token) != prefixLength+1+secretLength || !strings.HasPrefix(token, tokenMark) || token[prefixLength] != '_' {
		return "", false
	}
	prefix = token[:prefixLength]
	if strings.Trim(prefix[len(tokenMark):], nameLetters) != "" {
		return "", false
	}
	return prefix, LooksLikeSecret(token[prefixLength+1:])
}
