// Package mail writes and sends what Fyrtårn tells people: it composes a
// message in the one language of its one receiver, with a text, an HTML and
// where it helps a calendar part, and hands it to an SMTP server.
//
// Compose turns Facts into a Message and does no I/O. A Sender carries the
// Message away: SMTP for real, Recorder in tests. Only this package knows mail
// and calendar formats.
package mail
