package store

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"fyrtaarn/model"
)

// announcements is the channel on which the replicas of one database hear of
// changes.
const announcements = "fyrtaarn_events"

// Of a listening connection: its name in pg_stat_activity, how long it is silent
// before it is asked whether it still stands, how long the answer and a
// connecting may take, and the pauses between tries to connect again.
const (
	listenerName   = "fyrtaarn listener"
	listenSilence  = 30 * time.Second
	listenLimit    = 10 * time.Second
	listenPause    = 100 * time.Millisecond
	listenPauseMax = 10 * time.Second
)

// Announce tells the listeners of all replicas of events at the commit of the
// transaction. carried is false on a database that cannot: then it has no other
// process either, and this one tells itself.
func (q Queries) Announce(ctx context.Context, events []model.Event) (carried bool, err error) {
	if !q.d.announces() || len(events) == 0 {
		return q.d.announces(), nil
	}
	texts := make([]string, len(events))
	for i, e := range events {
		raw, err := json.Marshal(e)
		if err != nil {
			return true, fmt.Errorf("announce: %w", err)
		}
		texts[i] = string(raw)
	}
	s := q.statement()
	var told []struct {
		Told string `bun:"told"`
	}
	return true, s.query(ctx, fmt.Sprintf("SELECT pg_notify('%s', told)::text AS told FROM unnest(%s::text[]) AS told", announcements, s.list(texts)), &told)
}

// Listen hears what the transactions of all replicas announce, this one's too,
// until the context ends or stop is called, which waits for the end. It has a
// connection of its own. When that breaks it is made anew, and missed tells
// that something may have been announced meanwhile. On a database that
// announces nothing it hears nothing.
func (db *DB) Listen(ctx context.Context, log *slog.Logger, heard func(model.Event), missed func()) (stop func(), err error) {
	if !db.d.announces() {
		return func() {}, nil
	}
	ctx, cancel := context.WithCancel(ctx)
	conn, err := db.listener(ctx)
	if err != nil {
		cancel()
		return nil, err
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			err := hear(ctx, conn, log, heard)
			hangUp(ctx, conn)
			if ctx.Err() != nil {
				return
			}
			log.WarnContext(ctx, "events of other replicas are not heard", "cause", err)
			if conn = db.reconnect(ctx); conn == nil {
				return
			}
			log.InfoContext(ctx, "events of other replicas are heard again")
			missed()
		}
	}()
	return func() {
		cancel()
		<-done
	}, nil
}

// listener connects and listens.
func (db *DB) listener(ctx context.Context) (*pgx.Conn, error) {
	config, err := pgx.ParseConfig(db.url)
	if err != nil {
		return nil, fmt.Errorf("postgres URL: %w", err)
	}
	config.RuntimeParams["application_name"] = listenerName
	ctx, cancel := context.WithTimeout(ctx, listenLimit)
	defer cancel()
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	if _, err := conn.Exec(ctx, "LISTEN "+announcements); err != nil {
		hangUp(ctx, conn)
		return nil, fmt.Errorf("listen: %w", err)
	}
	return conn, nil
}

// reconnect tries until it listens; nil when the context ends before.
func (db *DB) reconnect(ctx context.Context) *pgx.Conn {
	for pause := listenPause; ; pause = min(2*pause, listenPauseMax) {
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-timer.C:
		}
		if conn, err := db.listener(ctx); err == nil {
			return conn
		}
	}
}

// hear answers why the connection can be listened to no longer.
func hear(ctx context.Context, conn *pgx.Conn, log *slog.Logger, heard func(model.Event)) error {
	for {
		quiet, cancel := context.WithTimeout(ctx, listenSilence)
		note, err := conn.WaitForNotification(quiet)
		cancel()
		switch {
		case err == nil:
			var e model.Event
			if err := json.Unmarshal([]byte(note.Payload), &e); err != nil {
				log.WarnContext(ctx, "an event cannot be read", "cause", err)
				continue
			}
			heard(e)
		case ctx.Err() != nil || !pgconn.Timeout(err):
			return err
		default:
			// A connection that broke somewhere on its way is as silent as one on
			// which nothing happens.
			if err := alive(ctx, conn); err != nil {
				return err
			}
		}
	}
}

func alive(ctx context.Context, conn *pgx.Conn) error {
	ctx, cancel := context.WithTimeout(ctx, listenLimit)
	defer cancel()
	return conn.Ping(ctx)
}

// hangUp lets go of a connection, also when the context has ended.
func hangUp(ctx context.Context, conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), listenLimit)
	defer cancel()
	_ = conn.Close(ctx) // it may be broken: that is why
}
