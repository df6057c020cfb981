package decisions

import (
	"context"
	"errors"
	"slices"
	"strings"

	"samverk/internal/app"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
)

// atTable finds who is at the table and what law says of it, for the body that a
// law rule or a requirement speaks of.
func (b *desk) atTable(ctx context.Context, u *app.Unit) error {
	if !app.Sits(b.s, b.m.Body) {
		return nil
	}
	all, err := u.Own.MeetingPeople(ctx, b.s, b.m)
	if err != nil {
		return err
	}
	sitting, err := u.Sitting(ctx, b.s, b.m, all)
	b.sit(sitting)
	return err
}

func (b *desk) sit(x app.Sitting) {
	x = x.At(b.item.ID)
	b.sitting = x
	b.kase.Table = decision.Table{Regime: x.Regime, Presence: x.Presence, Serving: x.Serving, Out: x.Out, Chair: x.Chair(), Closed: b.m.State == meeting.Held}
}

// seen gives terms as requirements see a decision.
func seen(t decision.Terms) *structure.SeenDecision {
	return &structure.SeenDecision{Kind: string(t.Kind), Outcome: string(t.Outcome), MandatePosition: string(t.Mandate), Responsible: t.Responsible,
		Due: string(t.DueOn), FollowUp: string(t.FollowUpOn), Channels: t.Channels}
}

// required judges the terms by the structure's requirements. What must hold and
// does not is refused; what should hold is done only with a reason, which
// everybody who sees the meeting or the matter can read.
func (b *desk) required(ctx context.Context, u *app.Unit, t decision.Terms, despite string) error {
	must, should := lacking(b.s.RequireDecision(b.m.Body, b.sitting.AtDecision(seen(t), b.c)))
	if len(must) > 0 {
		return refused(must, rule.Refusal{Key: "decision.required", WayOut: "decision.required.way_out"})
	}
	if len(should) == 0 {
		return nil
	}
	if strings.TrimSpace(despite) == "" {
		return refused(should, rule.Refusal{Key: "decision.advised", WayOut: "decision.advised.way_out"})
	}
	reason, err := matter.CheckReason(despite)
	var short *fault.Error
	if errors.As(err, &short) {
		return short.On("despite")
	}
	for _, r := range rulesOf(should) {
		x := matter.Exception{ID: u.NewID(), Meeting: b.m.ID, Rule: r.ID, Clause: r.Clause, Reason: reason,
			By: u.Viewer.Person, ByAs: b.as, At: u.Now}
		if b.c != nil {
			x.Matter = b.c.Matter.ID
		}
		if err := u.Own.AddException(ctx, x); err != nil {
			return err
		}
	}
	return nil
}

// lacking gives what must and what should hold and doesn't, or can't be judged
// while nobody has recorded who is there.
func lacking(found []rule.Finding) (must, should []rule.Finding) {
	for _, f := range found {
		switch {
		case f.Kind == structure.KindDemand:
		case f.Severity == rule.Blocks:
			must = append(must, f)
		case f.Severity == rule.Warns:
			should = append(should, f)
		}
	}
	return must, should
}

// refused gives the refusal of a decision for what it lacks, all at once. Who is
// there comes first: without it the rest can't be judged.
func refused(found []rule.Finding, r rule.Refusal) *rule.Refusal {
	if open := slices.DeleteFunc(slices.Clone(found), func(f rule.Finding) bool { return f.Kind != structure.KindPresence }); len(open) > 0 {
		found, r = open, rule.Refusal{Key: "decision.asks_presence", WayOut: "decision.presence_missing.way_out"}
	}
	says := make([]string, len(found))
	for i, f := range found {
		says[i] = f.Message
	}
	r.Rules, r.Args = rulesOf(found), []any{strings.Join(says, " ")}
	return &r
}

func rulesOf(found []rule.Finding) []rule.Ref {
	var out []rule.Ref
	for _, f := range found {
		for _, r := range f.Rules {
			if !slices.ContainsFunc(out, func(x rule.Ref) bool { return x.ID == r.ID }) {
				out = append(out, r)
			}
		}
	}
	return out
}

// demands tells before a decision is written what it has to meet, the same as is
// judged when it is recorded.
func (b *desk) demands() []rule.Finding {
	return b.s.RequireDecision(b.m.Body, b.sitting.AtDecision(nil, b.c))
}

// law fills in what law and the structure's requirements ask of a record here.
func (f *Form) law(b *desk) {
	x := b.sitting
	f.Regime, f.Closed = x.Regime, b.m.State == meeting.Held
	for _, p := range x.Serving {
		f.Serving = append(f.Serving, Target{p, x.Name(p)})
	}
	f.Demands = b.demands()
	must, should := lacking(f.Demands)
	f.AsksWhy = len(should) > 0
	if f.Stopped = x.Regime.CheckQuorum(x.Presence); f.Stopped == nil && len(must) > 0 {
		f.Stopped = refused(must, rule.Refusal{Key: "decision.required", WayOut: "decision.stopped.way_out"})
	}
}
