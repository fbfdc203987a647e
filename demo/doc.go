// Package demo loads data through the use cases with a moved clock, so that
// history, audit trail and mail ledger come out as they would have been: the
// demo scenario, and the real visits that organisers have published.
package demo
