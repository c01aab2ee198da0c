import * as fc from "fast-check";
import { nextEpoch } from "../../../../components/core/routers/epoch";
import { renderFence } from "../../../../components/core/routers/fence-patch";
import type { PatchOperation } from "../../../../components/core/routers/json-patch";
import { readMarks } from "../../../../components/core/routers/read-marks";
import type { RouterObject } from "../../../../components/core/routers/routed-kind";
import type { RouteView } from "../../../../components/core/routers/router";
import { routers } from "../../../../components/core/routers/routers";
import { parseStackName } from "../../../../stacks/name";
import { toSettings } from "../../../../stacks/settings/settings";
import { applyJsonPatch } from "../../../support/json-patch";
import { declaredView, readView } from "../../../support/declared-view";
import { configWith } from "../../../support/environment";

/** One step of two runs and a person at one route; what is sent arrives when it is delivered, or never. */
type Step =
  | { readonly do: "send"; readonly run: number; readonly looks: boolean; readonly weight: number }
  | { readonly do: "deliver"; readonly nth: number }
  | { readonly do: "fence" }
  | { readonly do: "zero" };

const send = fc.record({
  do: fc.constant("send" as const),
  run: fc.constantFrom(0, 1),
  looks: fc.boolean(),
  weight: fc.constantFrom(20, 50, 100),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: send, weight: 3 },
  { arbitrary: fc.record({ do: fc.constant("deliver" as const), nth: fc.nat(5) }), weight: 3 },
  fc.record({ do: fc.constant("fence" as const) }),
  fc.record({ do: fc.constant("zero" as const) }),
);

/** A raise on its way, with the number of writes that its run had seen. */
interface Sent {
  readonly patch: readonly PatchOperation[];
  readonly seen: number;
  readonly weight: number;
}

const made = toSettings(configWith({}), parseStackName("prod"));

test.each(routers.map((router) => [router.name, router] as const))(
  "no raise arrives behind a fence, a weight 0 or another raise that its run has not seen: %s",
  (name, router) => {
    const settings = { ...made, traffic: { ...made.traffic, router: name } };
    const see = (live: RouterObject): RouteView => readView(router, live, settings);
    let [arrived, refused] = [0, 0];
    fc.assert(
      fc.property(fc.constantFrom(0, 5), fc.array(step, { maxLength: 20, size: "max" }), (weight, steps) => {
        let live = declaredView(router, settings, weight).object;
        let [writes, ids] = [0, 0];
        const looks: { readonly view: RouteView; readonly seen: number }[] = [];
        const sent: Sent[] = [];
        const epoch = (of: RouterObject) => nextEpoch(readMarks(of.metadata).epoch, `r${(ids += 1)}`);
        const write = (patch: readonly PatchOperation[]): void => {
          const next = applyJsonPatch(live, patch);
          writes += 1;
          live = { ...next, metadata: { ...next.metadata, resourceVersion: `v${writes}` } };
        };
        const weightNow = (): number => see(live).live.weight;
        for (const one of steps) {
          if (one.do === "send") {
            if (one.looks) looks[one.run] = { view: see(live), seen: writes };
            const look = (looks[one.run] ??= { view: see(live), seen: writes });
            const change = { weight: one.weight, epoch: epoch(look.view.object), guard: "exact" as const };
            const patch = router.renderWeight(look.view, settings, change);
            sent.push({ patch, seen: look.seen, weight: one.weight });
          }
          if (one.do === "fence") {
            const before = weightNow();
            write(renderFence(live.metadata, epoch(live)));
            expect(weightNow()).toBe(before);
          }
          if (one.do === "zero") {
            const zero = { attempt: 1, kind: "abort", reason: "drill" } as const;
            const change = { weight: 0, epoch: epoch(live), zero, guard: "names" as const };
            write(router.renderWeight(see(live), settings, change));
            expect(weightNow()).toBe(0);
          }
          if (one.do !== "deliver") continue;
          const [raise] = sent.splice(one.nth % Math.max(1, sent.length), 1);
          if (raise === undefined) continue;
          if (raise.seen === writes) {
            write(raise.patch);
            arrived += 1;
            expect(weightNow()).toBe(raise.weight);
          } else {
            const before = live;
            expect(() => write(raise.patch)).toThrow(/^test /);
            expect(live).toBe(before);
            refused += 1;
          }
        }
      }),
      { numRuns: 100 },
    );
    // Both happen, or nothing was shown.
    expect(Math.min(arrived, refused)).toBeGreaterThan(20);
  },
);
