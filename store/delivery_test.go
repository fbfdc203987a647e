package store_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"fyrtaarn/model"
	"fyrtaarn/store"
	"fyrtaarn/testrig"
)

// queued stores n pending deliveries of a rule to one person, due now.
func queued(t *testing.T, rig *testrig.Rig, rule string, n int) []*model.Delivery {
	t.Helper()
	who := rig.Person(t, "Reader")
	now := rig.Clock.Now()
	var occurrences []*model.Occurrence
	for i := range n {
		occurrences = append(occurrences, &model.Occurrence{
			ID: rig.Core.NewID(), RuleKey: rule, SubjectKind: model.KindFollowUp, SubjectID: rig.Core.NewID(), PersonID: who.ID,
			Fingerprint: fmt.Sprint(i), Number: 1, State: model.OccurrencePlanned, PlannedFor: now, DueAt: now, MissedAt: now.Add(time.Hour),
			CreatedAt: now, UpdatedAt: now,
		})
	}
	var deliveries []*model.Delivery
	err := rig.Store.PlanOccurrences(t.Context(), occurrences, func(o *model.Occurrence) *model.Delivery {
		id := rig.Core.NewID()
		d := &model.Delivery{ID: id, OccurrenceID: o.ID, State: model.DeliveryPending, DueAt: now, MessageID: id.String(), CreatedAt: now, UpdatedAt: now}
		deliveries = append(deliveries, d)
		return d
	})
	if err != nil || len(deliveries) != n {
		t.Fatalf("%d deliveries, %v", len(deliveries), err)
	}
	// A second time changes nothing.
	for _, o := range occurrences {
		o.ID = rig.Core.NewID()
	}
	err = rig.Store.PlanOccurrences(t.Context(), occurrences, func(*model.Occurrence) *model.Delivery {
		t.Error("an occurrence was planned twice")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return deliveries
}

func TestAClaimIsOnesOwnUntilItsLeaseRunsOut(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		queued(t, rig, "a.rule", 3)
		now := rig.Clock.Now()
		claim := func(at time.Time) []*model.Delivery {
			rows, err := rig.Store.ClaimDue(t.Context(), at, 30*time.Second, 2, nil)
			if err != nil {
				t.Fatal(err)
			}
			return rows
		}
		if n := len(claim(now.Add(-time.Second))); n != 0 {
			t.Fatalf("%d were claimed before they were due", n)
		}
		mine := claim(now)
		if len(mine) != 2 || mine[0].Fence != 1 || len(claim(now)) != 1 || len(claim(now.Add(29*time.Second))) != 0 {
			t.Fatal("a claim was not respected")
		}
		started := *mine[0]
		started.State = model.DeliverySending
		if ours, err := rig.Store.SaveClaimed(t.Context(), &started); err != nil || !ours {
			t.Fatalf("the claimer could not begin: %v, %v", ours, err)
		}
		states := map[model.ID]model.DeliveryState{}
		for _, d := range append(claim(now.Add(31*time.Second)), claim(now.Add(31*time.Second))...) {
			states[d.ID] = d.State
		}
		if len(states) != 3 || states[started.ID] != model.DeliveryInDoubt || states[mine[1].ID] != model.DeliveryPending {
			t.Fatalf("after the lease: %v", states)
		}
		started.State = model.DeliverySent
		if ours, err := rig.Store.SaveClaimed(t.Context(), &started); err != nil || ours {
			t.Fatalf("a result with an old fence was kept: %v, %v", ours, err)
		}
	})
}

func TestClaimsAtOnceShareNothing(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		queued(t, rig, "a.rule", 60)
		var mu sync.Mutex
		taken := map[model.ID]int{}
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() {
				for range 60 {
					rows, err := rig.Store.ClaimDue(t.Context(), rig.Clock.Now(), time.Minute, 7, nil)
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					for _, d := range rows {
						taken[d.ID]++
					}
					done := len(taken) == 60 || len(rows) == 0
					mu.Unlock()
					if done {
						return
					}
				}
			})
		}
		group.Wait()
		for id, n := range taken {
			if n != 1 {
				t.Fatalf("%s was claimed %d times", id, n)
			}
		}
		if len(taken) != 60 {
			t.Fatalf("%d of 60 were claimed", len(taken))
		}
	})
}

func TestDigestsAreClaimedByPersonAndLeftOutOtherwise(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		queued(t, rig, "digest", 30)
		queued(t, rig, "plain", 1)
		queued(t, rig, "digest", 2)
		now, digests := rig.Clock.Now(), []string{"digest"}
		plain, err := rig.Store.ClaimDue(t.Context(), now, time.Minute, 100, digests)
		if err != nil || len(plain) != 1 {
			t.Fatalf("%d plain ones, %v", len(plain), err)
		}
		sizes := map[int]bool{}
		for range 3 {
			err := rig.Store.InTx(t.Context(), func(ctx context.Context, q store.Queries) error {
				rows, err := q.ClaimDigests(ctx, now, time.Minute, 1, digests)
				sizes[len(rows)] = true
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if !sizes[30] || !sizes[2] || !sizes[0] {
			t.Fatalf("the claims held %v", sizes)
		}
	})
}

func TestADroppedDigestFreesWhatItCarried(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		all := queued(t, rig, "digest", 2)
		carrier, part := all[0], all[1]
		part.State, part.MergedInto = model.DeliveryMerged, &carrier.ID
		if ours, err := rig.Store.SaveClaimed(t.Context(), part); err != nil || !ours {
			t.Fatal(ours, err)
		}
		if n, err := rig.Store.DropDeliveries(t.Context(), []model.ID{carrier.OccurrenceID}, "why", rig.Clock.Now()); err != nil || n != 1 {
			t.Fatalf("%d were dropped, %v", n, err)
		}
		rows, err := rig.Store.ClaimDue(t.Context(), rig.Clock.Now(), time.Minute, 10, nil)
		if err != nil || len(rows) != 1 || rows[0].ID != part.ID || rows[0].MergedInto != nil {
			t.Fatalf("claimed %v, %v", rows, err)
		}
	})
}

func TestWhatWasSentIsNeitherReplannedNorSuperseded(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		d := queued(t, rig, "a.rule", 1)[0]
		ids, now := []model.ID{d.OccurrenceID}, rig.Clock.Now()
		planned, err := rig.Store.OccurrencesByID(t.Context(), ids, nil)
		if err != nil {
			t.Fatal(err)
		}
		// The planner has read the row; meanwhile the mail leaves.
		if err := rig.Store.SetOccurrences(t.Context(), ids, model.OccurrenceSent, "", now); err != nil {
			t.Fatal(err)
		}
		planned[0].DueAt = now.Add(time.Hour)
		if err := rig.Store.ReplanOccurrence(t.Context(), planned[0]); err != nil {
			t.Fatal(err)
		}
		if err := rig.Store.SupersedeOccurrences(t.Context(), ids, "why", now); err != nil {
			t.Fatal(err)
		}
		rows, err := rig.Store.OccurrencesByID(t.Context(), ids, nil)
		if err != nil || rows[0].State != model.OccurrenceSent || !rows[0].DueAt.Equal(now) || rows[0].Reason != "" {
			t.Fatalf("the occurrence is %+v, %v", rows[0], err)
		}
	})
}
