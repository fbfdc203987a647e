package access

import (
	"crypto/sha256"
	"sync"
	"time"

	"fyrtaarn/model"
)

// CacheFor is how long a token that was found good is taken without asking the
// database again. A revoked token is refused at once by the process that
// revoked it, and after this time by every other.
const CacheFor = 30 * time.Second

// maxVerified bounds the memory: beyond it the oldest knowledge is dropped.
const maxVerified = 10_000

// verified remembers good tokens by the hash of the whole token, so that none
// is kept in the clear. Unknown tokens are not remembered: there is no end of
// them.
type verified struct {
	mu     sync.RWMutex
	byHash map[[sha256.Size]byte]grant
}

// grant is what a good token gives.
type grant struct {
	actor     model.Actor
	expiresAt *time.Time
	// since is when the database was asked.
	since time.Time
}

func newVerified() *verified { return &verified{byHash: map[[sha256.Size]byte]grant{}} }

// holds answers the actor of a token that was found good lately and has not
// expired since.
func (v *verified) holds(hash [sha256.Size]byte, now time.Time) (model.Actor, bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	g, ok := v.byHash[hash]
	if !ok || now.Before(g.since) || now.Sub(g.since) >= CacheFor || g.expiresAt != nil && !now.Before(*g.expiresAt) {
		return model.Actor{}, false
	}
	return g.actor, true
}

func (v *verified) remember(hash [sha256.Size]byte, g grant) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.byHash) >= maxVerified {
		for known, old := range v.byHash {
			if g.since.Sub(old.since) >= CacheFor {
				delete(v.byHash, known)
			}
		}
	}
	if len(v.byHash) >= maxVerified {
		clear(v.byHash)
	}
	v.byHash[hash] = g
}

// forget drops whatever is known of the token with the id.
func (v *verified) forget(token model.ID) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for hash, g := range v.byHash {
		if g.actor.TokenID == token {
			delete(v.byHash, hash)
		}
	}
}
