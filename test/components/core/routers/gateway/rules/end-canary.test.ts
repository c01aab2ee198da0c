import type { HttpRouteRule } from "../../../../../../components/core/routers/gateway/http-route";
import { renderWeightPatch } from "../../../../../../components/core/routers/gateway/write/weight-patch";
import { applyJsonPatch } from "../../../../../support/json-patch";
import { backend, ownRules, settings, viewOf, writtenRoute } from "../any-route";

const zero = { attempt: 3, kind: "abort", reason: "by hand" } as const;

function rulesAfter(rules: readonly HttpRouteRule[]): HttpRouteRule[] | undefined {
  const seen = writtenRoute(rules);
  const change = { weight: 0, epoch: "5-b", zero, guard: "names" } as const;
  return applyJsonPatch(seen, renderWeightPatch(viewOf(seen), settings, change)).spec
    .rules as HttpRouteRule[];
}

test("a write of 0 ends what the app's own rule sends to the canary by the Service of probes", () => {
  const [own, a, b] = ownRules(5) as [HttpRouteRule, HttpRouteRule, HttpRouteRule];
  const refs = [backend("shop-canary-probe", 1), ...(own.backendRefs ?? [])];
  const after = rulesAfter([{ ...own, backendRefs: refs }, a, b]);
  expect(after?.[0]?.backendRefs?.map(({ name, weight }) => [name, weight])).toEqual([
    ["shop-canary-probe", 0],
    ["shop-stable", 100],
    ["shop-canary", 0],
  ]);
});
