package model_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"fyrtaarn/model"
)

// checklist is the embedded partnership model.
func checklist(t *testing.T) *model.PartnershipModel {
	t.Helper()
	m, err := model.DanishPartnershipModel()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// ladder are the states that count, the lowest first.
var ladder = []model.ElementState{
	model.ElementNotStarted, model.ElementInDialogue, model.ElementAgreed, model.ElementInProgress, model.ElementDone, model.ElementEvidenced,
}

// stages are the derived stages, the first one first.
var stages = []model.LighthouseStage{
	model.StageContact, model.StageCandidate, model.StageExploring, model.StageCommitted, model.StageEstablished,
}

func TestTheChecklistHasThePapersElements(t *testing.T) {
	m := checklist(t)
	if len(m.Elements) != 33 || len(m.Phases) != 9 || len(m.States) != 7 || len(m.Stages) != 7 {
		t.Errorf("%d elements, %d phases, %d states, %d stages", len(m.Elements), len(m.Phases), len(m.States), len(m.Stages))
	}
	for _, e := range m.For(model.Danish).Elements {
		for name, text := range map[string]model.LocalizedString{"name": e.NameIn(nil), "question": e.QuestionIn(nil), "evidence": e.AcceptedEvidenceIn()[0]} {
			if text.Text == "" || text.Fallback {
				t.Errorf("%s of %s in Danish is %+v", name, e.Key, text)
			}
		}
	}
	if shared := checklist(t).Elements[0]; shared.Name.Reader != "" {
		t.Error("what is shared was changed for one reader")
	}
}

func TestStageFollowsTheRules(t *testing.T) {
	m := checklist(t)
	evidenced := func(keys ...string) map[string]model.ElementState {
		states := map[string]model.ElementState{}
		for _, key := range keys {
			states[key] = model.ElementEvidenced
		}
		return states
	}
	for name, c := range map[string]struct {
		facts model.StageFacts
		want  model.LighthouseStage
	}{
		"AnOpenRecordIsAContact":                   {model.StageFacts{}, model.StageContact},
		"AnInterestedOrganisationMakesACandidate":  {model.StageFacts{InterestedOrganisation: true}, model.StageCandidate},
		"AConsortiumInDialogueExplores":            {model.StageFacts{States: map[string]model.ElementState{"consortium": model.ElementInDialogue}}, model.StageExploring},
		"AConsortiumThatDoesNotApplyDoesNot":       {model.StageFacts{States: map[string]model.ElementState{"consortium": model.ElementNotApplicable}}, model.StageContact},
		"AnAgreementThatIsDoneIsNotEvidenced":      {model.StageFacts{States: map[string]model.ElementState{"agreement": model.ElementDone}}, model.StageContact},
		"AnEvidencedAgreementCommits":              {model.StageFacts{States: evidenced("agreement")}, model.StageCommitted},
		"WithoutAPilotItStaysCommitted":            {model.StageFacts{States: evidenced("agreement", "public_funding", "health_focus_1")}, model.StageCommitted},
		"AllFourEstablish":                         {model.StageFacts{States: evidenced("agreement", "foundations", "health_focus_2", "pilot_projects")}, model.StageEstablished},
		"WithoutTheAgreementNothingIsEstablished":  {model.StageFacts{States: evidenced("in_kind", "health_focus_1", "pilot_projects")}, model.StageContact},
		"APauseHoldsWhateverTheElementsSay":        {model.StageFacts{States: evidenced("agreement"), Aside: model.StagePaused}, model.StagePaused},
		"ADerivedStageCannotBeSetByHand":           {model.StageFacts{Aside: model.StageEstablished}, model.StageContact},
		"OtherElementsEvidencedChangeNothing":      {model.StageFacts{States: evidenced("who_link", "research", "living_labs")}, model.StageContact},
		"AnElementThatNobodyKnowsChangesNothingAt": {model.StageFacts{States: evidenced("unheard_of")}, model.StageContact},
	} {
		t.Run(name, func(t *testing.T) {
			if got := m.Stage(c.facts); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// Raising an element never lowers the stage, taking an organisation in neither;
// a stage holds exactly when its own rule does and no later one.
func TestRaisingAnElementNeverLowersTheStage(t *testing.T) {
	m := checklist(t)
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 1))
	met := map[model.LighthouseStage]int{}
	for range 20_000 {
		facts := model.StageFacts{InterestedOrganisation: r.IntN(2) == 0, States: map[string]model.ElementState{}}
		// The elements that rules name are drawn more often: so every stage is met.
		for _, e := range m.Elements {
			facts.States[e.Key] = ladder[r.IntN(len(ladder))]
			if r.IntN(3) == 0 {
				facts.States[e.Key] = model.ElementEvidenced
			}
		}
		before := m.Stage(facts)
		met[before]++
		key := m.Elements[r.IntN(len(m.Elements))].Key
		rank := slices.Index(ladder, facts.States[key])
		facts.States[key] = ladder[rank+r.IntN(len(ladder)-rank)]
		facts.InterestedOrganisation = facts.InterestedOrganisation || r.IntN(2) == 0
		if after := m.Stage(facts); slices.Index(stages, after) < slices.Index(stages, before) {
			t.Fatalf("seed %d: raising %s to %s led from %s to %s", seed, key, facts.States[key], before, after)
		}
		if missing := m.Missing(model.StageEstablished, facts); (len(missing) == 0) != (m.Stage(facts) == model.StageEstablished) {
			t.Fatalf("seed %d: %s misses %v", seed, m.Stage(facts), missing)
		}
	}
	for _, stage := range []model.LighthouseStage{model.StageExploring, model.StageCommitted, model.StageEstablished} {
		if met[stage] < 50 {
			t.Errorf("%s was met %d times: nothing is measured", stage, met[stage])
		}
	}
}

func TestProgressLeavesOutWhatDoesNotApply(t *testing.T) {
	m := checklist(t)
	of := func(states ...model.ElementState) []*model.LighthouseElement {
		var elements []*model.LighthouseElement
		for _, s := range states {
			elements = append(elements, &model.LighthouseElement{State: s})
		}
		return elements
	}
	for want, states := range map[int][]model.ElementState{
		0:                  {model.ElementNotApplicable},
		2500:               {model.ElementAgreed, model.ElementNotApplicable},
		3333:               {model.ElementEvidenced, model.ElementNotStarted, model.ElementInDialogue},
		model.FullProgress: {model.ElementEvidenced, model.ElementEvidenced},
	} {
		if got := m.Progress(of(states...)); got != want {
			t.Errorf("%v is %d, want %d", states, got, want)
		}
	}
}

func TestWhatAStateAsksForIsSaidTogether(t *testing.T) {
	m := checklist(t)
	id := model.ID{1}
	for name, c := range map[string]struct {
		row  model.LighthouseElement
		seen bool
		want []string
	}{
		"DoneWithoutDateAndOwner":      {model.LighthouseElement{State: model.ElementDone}, false, []string{"doneOn", "ownerId"}},
		"DoneWithBoth":                 {model.LighthouseElement{State: model.ElementDone, OwnerID: &id, DoneOn: model.NewDate(2027, 1, 1)}, false, nil},
		"NotApplicableWithoutReason":   {model.LighthouseElement{State: model.ElementNotApplicable}, true, []string{"reason"}},
		"EvidencedWithoutSeenEvidence": {model.LighthouseElement{State: model.ElementEvidenced}, false, []string{""}},
		"EvidencedWithSeenEvidence":    {model.LighthouseElement{State: model.ElementEvidenced}, true, nil},
		"AStateThatDoesNotExist":       {model.LighthouseElement{State: "FINISHED"}, true, []string{"state"}},
		"InProgressAsksForNothing":     {model.LighthouseElement{State: model.ElementInProgress}, false, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, e := range model.Refusals(m.Unmet(&c.row, c.seen)) {
				got = append(got, e.Field)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("refused %q, want %q", got, c.want)
			}
		})
	}
}
