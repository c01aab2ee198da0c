import fc from "fast-check";
import { convertRollout } from "../../../../components/core/convert/argo/rollout";
import type { Converted } from "../../../../components/core/convert/conversion";
import { exact, lost } from "../../../../components/core/convert/fate";
import { convertCanary } from "../../../../components/core/convert/flagger/canary";
import { convertIngress } from "../../../../components/core/convert/ingress/ingress";
import { describe } from "../../../../components/core/workload/from/identity";
import type { InputObject } from "../../../../components/core/convert/input";
import { countFields, leavesOf, showPath, toRows } from "../../../../components/core/convert/report";
import type { JsonObject } from "../../../../components/core/revision/revision";
import { demand, read } from "./support/read";
import { canary } from "./support/canaries";
import { ingresses } from "./support/ingresses";
import { nginxRollout } from "./support/rollouts";

const one = (object: JsonObject): InputObject => ({ file: "a.yaml", object });

test("showPath() writes names, items and names with other characters", () => {
  expect(showPath(["spec", "steps", "[0]", "setWeight"])).toBe("spec.steps[0].setWeight");
  expect(showPath(["metadata", "annotations", "a.b/c", "d"])).toBe('metadata.annotations["a.b/c"].d');
});

test("leavesOf() lists texts, numbers, nothing, and what is empty", () => {
  const found = leavesOf({ a: 1, b: { c: null, d: {} }, e: [], f: [{ g: "x" }] });
  expect(found.map(({ path }) => showPath(path))).toEqual(["a", "b.c", "b.d", "e", "f[0].g"]);
});

test("toRows() takes the fate with the longest way, of two the first, and one row for a fate", () => {
  const object = { kind: "Thing", metadata: { name: "x" }, spec: { a: { b: 1, c: 2 }, d: "e" } };
  const rows = toRows(one(object), [
    exact("spec a", "whole"),
    lost("spec a", "second"),
    lost("spec a c", "alone"),
    exact("spec *", "any"),
  ]);
  expect(rows.map(({ path, fields, before, verdict, now }) => [path, fields, before, verdict, now])).toEqual([
    ["kind", 1, "not shown", "lost", "no setting of Sluice has this meaning"],
    ["metadata.name", 1, "not shown", "lost", "no setting of Sluice has this meaning"],
    ["spec.a", 1, "one field", "exact", "whole"],
    ["spec.a.c", 1, "2", "lost", "alone"],
    ["spec.d", 1, "e", "exact", "any"],
  ]);
  expect(countFields(rows)).toEqual({ exact: 2, approximate: 0, lost: 3, unused: 0 });
});

test("toRows() shows no credentials of an address, and the beginning of a long text", () => {
  const object = { url: "http://me:secret@prometheus:9090", text: "x".repeat(100) };
  const rows = toRows(one(object), [exact("url", ""), exact("text", "")]);
  expect(rows.map(({ before }) => before)).toEqual(["http://…@prometheus:9090", `${"x".repeat(59)}…`]);
});

/** Names that the tools use and names that nobody does. */
const names = fc.oneof(
  fc.constantFrom(
    "spec",
    "strategy",
    "canary",
    "steps",
    "setWeight",
    "pause",
    "analysis",
    "metrics",
    "rules",
    "nginx.ingress.kubernetes.io/auth-url",
    "labels",
    "with space",
  ),
  fc.string({ maxLength: 6 }),
);
const leaf = fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.string({ maxLength: 8 }));
const { tree } = fc.letrec<{ tree: JsonObject; node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie("node"), { maxLength: 3 }),
    fc.dictionary(names, tie("node"), { maxKeys: 3 }),
  ),
  tree: fc.dictionary(names, tie("node"), { maxKeys: 4 }) as fc.Arbitrary<JsonObject>,
}));

/** A mapping over another one. */
function merge(base: unknown, over: unknown): unknown {
  const isMapping = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isMapping(base) || !isMapping(over)) return base;
  const merged: Record<string, unknown> = { ...over };
  for (const [key, value] of Object.entries(base))
    merged[key] = key in over ? merge(value, over[key]) : value;
  return merged;
}

const origins: readonly (readonly [string, string, (inputs: readonly InputObject[]) => Converted])[] = [
  ["Rollout", nginxRollout, (inputs) => convertRollout(inputs, { environment: "prod" })],
  ["Canary", canary, (inputs) => convertCanary(inputs, { environment: "prod" })],
  ["Ingress", ingresses, (inputs) => convertIngress(inputs, { environment: "prod" })],
];

test.each(origins)(
  "every field of the input of a %s is in the report once, whatever else stands in it",
  (_, text, convert) => {
    const inputs = read(text);
    fc.assert(
      fc.property(tree, tree, fc.nat(inputs.length - 1), (more, spec, index) => {
        const changed = inputs.map((input, at) =>
          at === index ? { ...input, object: merge(input.object, { ...more, spec }) as JsonObject } : input,
        );
        const { rows } = demand(convert(changed));
        const all = changed.flatMap(({ object }) => leavesOf(object).map(({ path }) => path));
        expect(rows.reduce((sum, { fields }) => sum + fields, 0)).toBe(all.length);
        for (const input of changed) {
          const name = describe(input.object);
          const own = new Set(rows.filter(({ object }) => object === name).map(({ path }) => path));
          for (const { path } of leavesOf(input.object)) {
            const ways = path.map((_one, length) => showPath(path.slice(0, length + 1)));
            expect(["", ...ways].some((way) => own.has(way))).toBe(true);
          }
        }
      }),
      { numRuns: 25 },
    );
  },
);
