import * as fc from "fast-check";
import {
  probeHeader,
  probeKeyOf,
  renderRules,
  trackHeader,
} from "../../../../../components/core/routers/gateway/rules";

const input = { app: "shop", port: 8080, token: "key" };

describe("renderRules()", () => {
  test("gives each track a probe rule with its key and a header that proves it", () => {
    const [stable, canary] = renderRules({ ...input, weight: 5 });
    for (const [rule, track] of [
      [stable, "stable"],
      [canary, "canary"],
    ] as const) {
      expect(rule).toEqual({
        matches: [
          {
            path: { type: "PathPrefix", value: "/" },
            headers: [{ type: "Exact", name: probeHeader, value: probeKeyOf("key", track) }],
          },
        ],
        filters: [
          {
            type: "ResponseHeaderModifier",
            responseHeaderModifier: { set: [{ name: trackHeader, value: track }] },
          },
        ],
        backendRefs: [{ group: "", kind: "Service", name: `shop-${track}`, port: 8080, weight: 1 }],
      });
    }
  });

  test("splits everything else by weight in the last rule", () => {
    expect(renderRules({ ...input, weight: 5 }).at(-1)).toEqual({
      matches: [{ path: { type: "PathPrefix", value: "/" } }],
      backendRefs: [
        { group: "", kind: "Service", name: "shop-stable", port: 8080, weight: 95 },
        { group: "", kind: "Service", name: "shop-canary", port: 8080, weight: 5 },
      ],
    });
  });

  test("has both backends once, weights that sum to 100, and the same probe rules at every weight", () => {
    const probes = renderRules({ ...input, weight: 0 }).slice(0, 2);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), (weight) => {
        const rules = renderRules({ ...input, weight });
        const shares = rules.at(-1)?.backendRefs.map((backend) => backend.weight) ?? [];
        expect(shares).toEqual([100 - weight, weight]);
        expect(rules.slice(0, 2)).toEqual(probes);
      }),
    );
  });

  test.each([-1, 101, 2.5, Number.NaN])("refuses a weight of %d", (weight) => {
    expect(() => renderRules({ ...input, weight })).toThrow(
      `Cannot render the rules of "shop": weight must be a whole percent from 0 to 100: got ${weight}`,
    );
  });
});
