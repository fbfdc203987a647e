// Package web serves the public pages: what the links in mails lead to, for
// people without an account, on a phone, in their own language. The pages are
// written on the server and work without script. A GET changes nothing, since
// scanners of mail follow links; a POST does.
//
// No page shows health data, and a name is shown to others only with consent.
package web
