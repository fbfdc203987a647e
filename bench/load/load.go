// Package load asks a server the same kind of question over and over, and says
// how fast it was and what it cost.
package load

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Result is one span of load.
type Result struct {
	// Requests is how many were answered, Bytes how long the answers were.
	Requests int
	Bytes    int64
	// Took is the span itself.
	Took time.Duration
	// Server and Database are the processor times that they used in it.
	Server, Database time.Duration
	latencies        []time.Duration
}

// Add joins the results of two spans.
func (r *Result) Add(other Result) {
	r.Requests += other.Requests
	r.Bytes += other.Bytes
	r.Took += other.Took
	r.Server += other.Server
	r.Database += other.Database
	r.latencies = append(r.latencies, other.latencies...)
}

// PerSecond is how many requests were answered in a second.
func (r *Result) PerSecond() float64 { return float64(r.Requests) / r.Took.Seconds() }

// Percentile is the latency that the share p of the requests did not exceed.
func (r *Result) Percentile(p float64) time.Duration {
	if len(r.latencies) == 0 {
		return 0
	}
	slices.Sort(r.latencies)
	return r.latencies[min(int(p*float64(len(r.latencies))), len(r.latencies)-1)]
}

// PerThousand is a processor time per 1,000 requests, in seconds.
func (r *Result) PerThousand(cpu time.Duration) float64 {
	return cpu.Seconds() * 1000 / float64(max(r.Requests, 1))
}

// Total is the processor time of server and database.
func (r *Result) Total() time.Duration { return r.Server + r.Database }

// Target is a server to be asked, and whose time is counted.
type Target struct {
	// Address is host:port.
	Address string
	// Requests are the bytes of whole HTTP requests, asked in turn.
	Requests [][]byte
	// Tokens, where there are any, are the callers' credentials.
	Tokens []string
	// ServerPID is the server's process, DatabasePID the database's first one.
	ServerPID, DatabasePID int
}

var errStatus = errors.New("load: the server did not answer 200")

// Callers is how many callers each of the parallel clients stands for. A server
// that bounds what one token and one address may ask in a second is asked with
// its bounds on: every caller has a loopback address and a token of its own.
const Callers = 8

// Run keeps so many clients busy for the span. Each asks its next question when
// the last one is answered, as one of its callers after another.
func Run(ctx context.Context, t Target, clients int, span time.Duration) (Result, error) {
	workers := make([]*worker, clients)
	for i := range workers {
		var err error
		if workers[i], err = dial(ctx, t, i); err != nil {
			return Result{}, err
		}
		defer workers[i].close()
	}
	before, err := t.spent()
	if err != nil {
		return Result{}, err
	}
	start := time.Now()
	errs := make([]error, clients)
	var wait sync.WaitGroup
	for i, w := range workers {
		wait.Go(func() { errs[i] = w.until(start.Add(span)) })
	}
	wait.Wait()
	result := Result{Took: time.Since(start)}
	after, err := t.spent()
	if err := errors.Join(append(errs, err)...); err != nil {
		return Result{}, err
	}
	result.Server, result.Database = after.Server-before.Server, after.Database-before.Database
	for _, w := range workers {
		result.Requests += len(w.latencies)
		result.Bytes += w.bytes
		result.latencies = append(result.latencies, w.latencies...)
	}
	return result, nil
}

func (t Target) spent() (Result, error) {
	server, err := CPU(t.ServerPID)
	if err != nil {
		return Result{}, err
	}
	database, err := FamilyCPU(t.DatabasePID)
	return Result{Server: server, Database: database}, err
}

// Ask sends one of the target's requests and answers the body.
func Ask(ctx context.Context, t Target, request int) ([]byte, error) {
	w, err := dial(ctx, t, 0)
	if err != nil {
		return nil, err
	}
	defer w.close()
	w.next = request
	return w.ask()
}

// caller is one connection from an address of its own. net/http's client would
// cost the machine more than some of the servers do.
type caller struct {
	conn net.Conn
	in   *bufio.Reader
	// sign is the header line with the token, or empty.
	sign []byte
}

// worker is one client.
type worker struct {
	callers   []caller
	requests  [][]byte
	next      int
	buffer    []byte
	latencies []time.Duration
	bytes     int64
}

func dial(ctx context.Context, t Target, number int) (*worker, error) {
	w := &worker{requests: t.Requests, next: number}
	for i := range Callers {
		n := number*Callers + i
		from := &net.TCPAddr{IP: net.IPv4(127, 0, byte(1+n/200), byte(1+n%200))} //nolint:gosec // a few hundred connections at most
		conn, err := (&net.Dialer{LocalAddr: from}).DialContext(ctx, "tcp", t.Address)
		if err != nil {
			w.close()
			return nil, fmt.Errorf("load: %w", err)
		}
		c := caller{conn: conn, in: bufio.NewReaderSize(conn, 64<<10)}
		if len(t.Tokens) > 0 {
			c.sign = []byte("Authorization: Bearer " + t.Tokens[n%len(t.Tokens)] + "\r\n")
		}
		w.callers = append(w.callers, c)
	}
	return w, nil
}

func (w *worker) close() {
	for _, c := range w.callers {
		_ = c.conn.Close()
	}
}

func (w *worker) until(end time.Time) error {
	for {
		start := time.Now()
		if !start.Before(end) {
			return nil
		}
		length, err := w.send(io.Discard)
		if err != nil {
			return err
		}
		w.latencies = append(w.latencies, time.Since(start))
		w.bytes += length
	}
}

func (w *worker) ask() ([]byte, error) {
	var body sink
	_, err := w.send(&body)
	return body, err
}

type sink []byte

func (s *sink) Write(p []byte) (int, error) { *s = append(*s, p...); return len(p), nil }

// send asks the next request and copies the answer's body.
func (w *worker) send(to io.Writer) (int64, error) {
	request, from := w.requests[w.next%len(w.requests)], w.callers[w.next%len(w.callers)]
	w.next++
	line, rest, _ := bytes.Cut(request, []byte("\r\n"))
	w.buffer = append(append(append(append(w.buffer[:0], line...), "\r\n"...), from.sign...), rest...)
	if _, err := from.conn.Write(w.buffer); err != nil {
		return 0, fmt.Errorf("load: %w", err)
	}
	answer, err := http.ReadResponse(from.in, nil)
	if err != nil {
		return 0, fmt.Errorf("load: %w", err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(answer.Body, 2000))
		return 0, fmt.Errorf("%w: %s: %s", errStatus, answer.Status, text)
	}
	return io.Copy(to, answer.Body)
}
