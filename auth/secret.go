package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
)

// secretBytes is how much randomness every secret holds. Nobody guesses 32
// bytes, so a fast hash of them is as good as a slow one.
const secretBytes = 32

// secretLength is that of a secret as text.
var secretLength = base64.RawURLEncoding.EncodedLen(secretBytes)

// NewSecret makes a link's secret, to be sent once, and the hash to store.
func NewSecret() (secret string, hash []byte) {
	secret = random()
	return secret, Hash(secret)
}

// LooksLikeSecret tells whether NewSecret may have made the text, so that
// nothing else is looked up.
func LooksLikeSecret(text string) bool {
	if len(text) != secretLength {
		return false
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	return err == nil && len(raw) == secretBytes
}

// Hash is SHA-256 of a token or a link's secret.
func Hash(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// Matches tells whether the hash is that of the secret, in a time that does not
// depend on where they differ.
func Matches(secret string, hash []byte) bool {
	return subtle.ConstantTimeCompare(Hash(secret), hash) == 1
}

func random() string {
	raw := make([]byte, secretBytes)
	_, _ = rand.Read(raw) // never fails: crypto/rand ends the program instead
	return base64.RawURLEncoding.EncodeToString(raw)
}
