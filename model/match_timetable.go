package model

// timetable is a schedule that is being made: who meets whom in which slot,
// readable from all three sides. -1 is nobody, or no slot.
type timetable struct {
	companies, delegates, slots int
	ofCompany                   []int // company × slot: the delegate
	ofDelegate                  []int // delegate × slot: the company
	ofPair                      []int // company × delegate: the slot
}

func newTimetable(companies, delegates, slots int) *timetable {
	t := &timetable{
		companies: companies, delegates: delegates, slots: slots,
		ofCompany: make([]int, companies*slots), ofDelegate: make([]int, delegates*slots), ofPair: make([]int, companies*delegates),
	}
	for _, of := range [][]int{t.ofCompany, t.ofDelegate, t.ofPair} {
		for i := range of {
			of[i] = -1
		}
	}
	return t
}

func (t *timetable) set(company, delegate, slot int) {
	t.ofCompany[company*t.slots+slot], t.ofDelegate[delegate*t.slots+slot] = delegate, company
	t.ofPair[company*t.delegates+delegate] = slot
}

// clear takes the pair's meeting out, if there is one.
func (t *timetable) clear(company, delegate int) {
	slot := t.ofPair[company*t.delegates+delegate]
	if slot < 0 {
		return
	}
	t.ofCompany[company*t.slots+slot], t.ofDelegate[delegate*t.slots+slot] = -1, -1
	t.ofPair[company*t.delegates+delegate] = -1
}

func (t *timetable) copyFrom(o *timetable) {
	copy(t.ofCompany, o.ofCompany)
	copy(t.ofDelegate, o.ofDelegate)
	copy(t.ofPair, o.ofPair)
}

// cells lists the meetings by slot and company.
func (t *timetable) cells() []MatchCell {
	cells := []MatchCell{}
	for s := range t.slots {
		for c := range t.companies {
			if d := t.ofCompany[c*t.slots+s]; d >= 0 {
				cells = append(cells, MatchCell{Company: c, Delegate: d, Slot: s})
			}
		}
	}
	return cells
}
