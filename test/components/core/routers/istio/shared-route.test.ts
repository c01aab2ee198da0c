import * as fc from "fast-check";
import { istio } from "../../../../../components/core/routers/istio/istio";
import { findProbeKey } from "../../../../../components/core/routers/istio/virtual-service";
import type { HttpRule, VirtualService } from "../../../../../components/core/routers/istio/virtual-service";
import type { WeightChange } from "../../../../../components/core/routers/router";
import { applyJsonPatch } from "../../../../support/json-patch";
import { routeWith, shared, viewOf } from "./any-virtual-service";
import { publicRest, publicRules } from "./public-rules";

const writeStructure = (route: VirtualService, epoch: string): VirtualService =>
  applyJsonPatch(
    route,
    istio.renderStructure(viewOf(route, shared), { settings: shared, token: "t", epoch }) ?? [],
  );

const writeWeight = (route: VirtualService, change: WeightChange): VirtualService =>
  applyJsonPatch(route, istio.renderWeight(viewOf(route, shared), shared, change));

/** A rule without the place that Sluice writes. */
const rest = ({ route = [], ...kept }: HttpRule) => ({
  ...kept,
  others: route.filter(({ destination: { host } }) => !/^shop(-stable|-canary)?(\.|$)/.test(host)),
  app: route
    .filter(({ destination: { host } }) => /^shop(-stable|\.|$)/.test(host))
    .map(({ destination, weight: _weight, ...more }) => ({
      ...more,
      ...destination,
      host: destination.host.replace(/^[^.]+/, "shop"),
    })),
});

const theirs = ({ spec: { http = [], ...spec }, metadata }: VirtualService) => ({
  spec,
  rules: http.filter((rule) => findProbeKey(rule) === undefined).map(rest),
  metadata: { ...metadata, annotations: {} },
});

describe("a VirtualService of somebody else's making", () => {
  const step = fc.oneof(
    fc.constant("structure" as const),
    fc.integer({ min: 0, max: 100 }),
    fc.constant("abort" as const),
  );

  test("keeps whatever else it has, value for value and in its place, through every write", () => {
    const rules = fc.shuffledSubarray([...publicRules], { minLength: 1 });
    fc.assert(
      fc.property(rules, fc.array(step, { minLength: 1, maxLength: 5 }), (http, steps) => {
        const before = routeWith(http, {}, publicRest);
        const leads = http.some(({ route = [] }) =>
          route.some((one) => one.destination.host.startsWith("shop")),
        );
        let route = writeStructure(before, "1-a");
        for (const [nth, what] of steps.entries()) {
          const epoch = `${nth + 2}-a`;
          const zero = { attempt: 1, kind: "abort", reason: "x" } as const;
          if (what === "structure") route = writeStructure(route, epoch);
          else if (what === "abort") route = writeWeight(route, { weight: 0, epoch, zero, guard: "names" });
          else if (leads) route = writeWeight(route, { weight: what, epoch, guard: "exact" });
          if (typeof what === "number" && leads)
            expect(viewOf(route, shared).live).toMatchObject({ weight: what });
          expect(theirs(route)).toEqual(theirs(before));
        }
      }),
    );
  });
});
