package graph

import (
	"math"
	"net/netip"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"
)

// Rate is how many requests one caller may send.
type Rate struct {
	// PerSecond is the steady number; zero means no limit.
	PerSecond float64
	// Burst is how many may come at once.
	Burst int
}

// maxCallers bounds how many callers a limiter remembers. Past it the one that
// was quiet for longest is forgotten, and starts afresh when it comes back.
const maxCallers = 10_000

// callers counts the requests of each caller, known by a token or an address.
type callers struct {
	rate  Rate
	known *lru.Cache[string, *rate.Limiter]
}

func newCallers(r Rate, most int) *callers {
	known, err := lru.New[string, *rate.Limiter](most)
	if err != nil {
		panic(err) // only for a size that is not positive
	}
	return &callers{rate: r, known: known}
}

// wait counts one request at now. It answers zero when the request may pass,
// else how long the caller should wait, in whole seconds.
func (c *callers) wait(key string, now time.Time) time.Duration {
	if c.rate.PerSecond == 0 {
		return 0
	}
	bucket, ok := c.known.Get(key)
	if !ok {
		fresh := rate.NewLimiter(rate.Limit(c.rate.PerSecond), c.rate.Burst)
		// Of two requests that come first at once, one bucket counts both.
		if bucket, ok, _ = c.known.PeekOrAdd(key, fresh); !ok {
			bucket = fresh
		}
	}
	if bucket.AllowN(now, 1) {
		return 0
	}
	seconds := math.Ceil((1 - bucket.TokensAt(now)) / c.rate.PerSecond)
	return time.Duration(max(seconds, 1)) * time.Second
}

// neighbourhood is what is counted as one address: of IPv6 the /64 that one
// customer is given, since all of its addresses are the same caller's to choose.
func neighbourhood(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil || ip.Unmap().Is4() {
		return address
	}
	network, err := ip.WithZone("").Prefix(64)
	if err != nil {
		return address
	}
	return network.String()
}
