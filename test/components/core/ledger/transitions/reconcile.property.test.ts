import * as fc from "fast-check";
import type { Ledger } from "../../../../../components/core/ledger/ledger";
import { reconcileWeight } from "../../../../../components/core/ledger/transitions/reconcile-weight";
import {
  confirmMove,
  recordIntent,
  zeroWritten,
} from "../../../../../components/core/ledger/transitions/weight-transition";
import type { ZeroReason } from "../../../../../components/core/live";
import { nextEpoch } from "../../../../../components/core/routers/epoch";
import { renderFence } from "../../../../../components/core/routers/fence-patch";
import type { HttpRoute } from "../../../../../components/core/routers/gateway/http-route";
import { renderWeightPatch } from "../../../../../components/core/routers/gateway/write/weight-patch";
import { applyJsonPatch } from "../../../../support/json-patch";
import { now, running } from "../../release/world";
import { ownRules, settings, viewOf, writtenRoute } from "../../routers/gateway/any-route";

/** A run's write of the route, and where the process was killed, if it was. */
type Write =
  | { readonly do: "raise" | "rewrite"; readonly killed: "announced" | "written" | "no" }
  | {
      readonly do: "zero";
      readonly kind: "abort" | "interrupted" | "fail" | "supersede";
      readonly named: boolean;
      readonly recorded: boolean;
    };

const write: fc.Arbitrary<Write> = fc.oneof(
  fc.record({
    do: fc.constantFrom("raise" as const, "rewrite" as const),
    killed: fc.constantFrom("announced" as const, "written" as const, "no" as const),
  }),
  fc.record({
    do: fc.constant("zero" as const),
    kind: fc.constantFrom("abort" as const, "interrupted" as const, "fail" as const, "supersede" as const),
    named: fc.boolean(),
    recorded: fc.boolean(),
  }),
);

/** Writes of one run, and the contenders that fence the route before the next run has the lock. */
const run = fc.record({ writes: fc.array(write, { maxLength: 2 }), fences: fc.nat(3) });

test("whatever was killed, aborted or fenced, the next run takes the route as it is, and never calls it drift", () => {
  const seen = { raised: 0, zero: 0, dropped: 0 };
  fc.assert(
    fc.property(fc.array(run, { maxLength: 5 }), (runs) => {
      let ledger: Ledger = running(50, "shifting", { weight: 1, epoch: "4-a" });
      let route: HttpRoute = writtenRoute(ownRules(1), "4-a");
      let ids = 0;
      const epoch = (): string => nextEpoch(viewOf(route).live.epoch, `r${(ids += 1)}`);
      const by = "prod-canary-50";
      const patch = (weight: number, next: string, zero?: ZeroReason): void => {
        const guard = zero === undefined ? ("exact" as const) : ("names" as const);
        const change = { weight, epoch: next, guard, ...(zero === undefined ? {} : { zero }) };
        route = applyJsonPatch(route, renderWeightPatch(viewOf(route), settings, change));
      };
      /** @returns whether the run goes on */
      const carryOut = (one: Write): boolean => {
        const next = epoch();
        if (one.do === "zero") {
          const { kind } = one;
          const number = ledger.attempt?.number ?? 0;
          const reason = "because";
          patch(0, next, one.named ? { attempt: number, kind, reason } : { kind, reason });
          if (one.recorded)
            ledger = zeroWritten(ledger, { kind, reason, epoch: next, by, nowSeconds: now }).ledger;
          return one.recorded;
        }
        const to = one.do === "raise" ? 50 : ledger.weight;
        if (to < ledger.weight || (one.do === "raise" && ledger.phase !== "progressing")) return true;
        ledger = recordIntent(ledger, { to, epoch: next, by, nowSeconds: now }).ledger;
        if (one.killed === "announced") return false;
        patch(to, next);
        if (one.killed === "written") return false;
        ledger = confirmMove(ledger, { to, epoch: next, reason: "gate", nowSeconds: now }).ledger;
        return true;
      };
      for (const { writes, fences } of runs) {
        for (const one of writes) if (!carryOut(one)) break;
        for (let nth = 0; nth < fences; nth++)
          route = applyJsonPatch(route, renderFence(route.metadata, epoch()));
        const { live } = viewOf(route);
        const found = reconcileWeight(ledger, live, now);
        expect(found.kind).not.toBe("drift");
        if (found.kind === "adopt") {
          ledger = found.ledger;
          seen.raised += found.what === "moved" ? 1 : 0;
          seen.zero += found.what === "zero" ? 1 : 0;
          seen.dropped += found.what === "not-written" ? 1 : 0;
        }
        expect(ledger).toMatchObject({ weight: live.weight, epoch: live.epoch });
        expect(ledger.intent).toBeUndefined();
        expect(reconcileWeight(ledger, live, now).kind).toBe("same");
      }
    }),
    { numRuns: 150 },
  );
  expect(Math.min(seen.raised, seen.zero, seen.dropped)).toBeGreaterThan(10);
});
