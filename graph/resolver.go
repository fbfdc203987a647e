package graph

// Resolver is the root of all resolvers. Its members are the services that
// they call: one call and one return each.
type Resolver struct{}
