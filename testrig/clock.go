package testrig

import "time"

// Start is where the clock of every rig stands at first: a Monday morning in
// winter, 9 o'clock in Copenhagen.
var Start = time.Date(2027, time.January, 4, 8, 0, 0, 0, time.UTC)
