// Package auth makes and checks secrets: the tokens with which programs call
// the API, and the links by which people without an account are let in. It
// knows no database; app/access looks up what is stored.
package auth
