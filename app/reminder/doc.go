// Package reminder keeps the promise that the right person hears the right
// thing, at a decent hour, in one language, once. Planning belongs to the unit
// of work; here are the sending, the rules and the ledger as people see them.
//
// The dispatcher never holds a transaction open while it speaks to a mail
// server. It claims what is due under a lease and a fencing number, composes
// from the facts of that moment, commits that an attempt has started, speaks,
// and commits what came of it if the fencing number is still its own. Whoever
// changes something that a mail says counts that number up in the same
// transaction, and so a change that is committed before the dialog begins wins.
package reminder
