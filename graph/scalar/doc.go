// Package scalar reads and writes the scalars of the GraphQL schema.
//
// A reader accepts nothing that a service or a database could not hold, so that
// what is malformed is answered as BAD_USER_INPUT of the member that carried it.
// A writer shows the zero value of an optional scalar as null.
package scalar
