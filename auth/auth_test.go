package auth_test

import (
	"strings"
	"testing"

	"fyrtaarn/auth"
)

func TestTokenIsFoundByItsPrefixAndMatchesOnlyItself(t *testing.T) {
	token, prefix, hash := auth.NewToken()
	got, ok := auth.TokenPrefix(token)
	if !ok || got != prefix || len(prefix) != len("fyr_")+8 {
		t.Fatalf("TokenPrefix(%q) = %q, %v; want %q", token, got, ok, prefix)
	}
	if !auth.Matches(token, hash) {
		t.Error("the token does not match its own hash")
	}
	other, otherPrefix, _ := auth.NewToken()
	if auth.Matches(other, hash) || otherPrefix == prefix {
		t.Error("two tokens are alike")
	}
}

func TestTokenHashIsThatOfTheWholeToken(t *testing.T) {
	token, _, hash := auth.NewToken()
	if auth.Matches(token[:len(token)-1], hash) || auth.Matches(token[13:], hash) || auth.Matches("", hash) || auth.Matches(token, nil) {
		t.Error("a part of the token was taken for the whole")
	}
}

func TestTokenPrefixRefusesWhatIsNoToken(t *testing.T) {
	token, _, _ := auth.NewToken()
	for name, text := range map[string]string{
		"Empty":          "",
		"Cut":            token[:len(token)-1],
		"Longer":         token + "A",
		"OtherMark":      "xyr_" + token[4:],
		"NoSeparator":    token[:12] + "-" + token[13:],
		"CapitalName":    "fyr_ABCDEFGH" + token[12:],
		"NotBase64":      token[:len(token)-1] + "!",
		"TrailingBits":   token[:len(token)-1] + "B",
		"OnlySeparators": strings.Repeat("_", len(token)),
	} {
		t.Run(name, func(t *testing.T) {
			if prefix, ok := auth.TokenPrefix(text); ok {
				t.Errorf("TokenPrefix(%q) = %q, true", text, prefix)
			}
		})
	}
}

func TestSecretsAreLongAndDiffer(t *testing.T) {
	secret, hash := auth.NewSecret()
	again, _ := auth.NewSecret()
	if secret == again || len(secret) != 43 || len(hash) != 32 {
		t.Errorf("secrets %q and %q, hash of %d bytes", secret, again, len(hash))
	}
	if !auth.LooksLikeSecret(secret) || auth.LooksLikeSecret(secret[1:]) || auth.LooksLikeSecret(secret+"A") || auth.LooksLikeSecret(strings.Repeat("!", 43)) {
		t.Error("LooksLikeSecret does not tell a secret from another text")
	}
}
