package model

// Node is anything that GraphQL can fetch by its id.
type Node interface{ GlobalID() GlobalID }
