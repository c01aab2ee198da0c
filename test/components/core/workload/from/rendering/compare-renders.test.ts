import fc from "fast-check";
import { compareRenders } from "../../../../../../components/core/workload/from/rendering/compare-renders";
import { object } from "../set";

const map = (name: string, data: Record<string, string>) => object("v1", "ConfigMap", name, { data });

test("compareRenders() names object and path of what is not the same twice", () => {
  const first = [map("a", { x: "1" }), map("b", { x: "1", y: "1" }), map("c-1", {}), null];
  const second = [map("a", { x: "1" }), map("b", { x: "1", y: "2" }), map("c-2", {})];
  expect(compareRenders(first, second).map(({ text }) => text)).toEqual([
    "data.y of ConfigMap b must be the same each time that the chart is rendered: got two values",
    "the name of ConfigMap c-1 must be the same each time that the chart is rendered: got two values",
  ]);
  fc.assert(
    fc.property(fc.array(fc.record({ kind: fc.string(), data: fc.object() })), (all) => {
      const documents = JSON.parse(
        JSON.stringify(all.map((one, index) => ({ ...one, metadata: { name: String(index) } }))),
      ) as never[];
      expect(compareRenders(documents, documents)).toEqual([]);
    }),
  );
});

test("compareRenders() names random keys, objects that are there by chance, and the places of chance", () => {
  const { apiVersion: _other, ...gateway } = object("v1", "Gateway", "a", {});
  const same = ["a/v1", "b/v1"].map((apiVersion) => ({ ...gateway, apiVersion, spec: { of: apiVersion } }));
  const first = [...same, map("a", { abc: "1" }), object("v1", "Secret", "s", {})];
  const second = [...same, map("a", { xyz: "1" }), object("v1", "Service", "t", {})];
  const places = [1, 2, 3, 4].map((line) => `templates/a.yaml, line ${line} (now)`);
  const found = compareRenders(first, second, places);
  expect(found.map(({ path, text }) => [path, text])).toEqual([
    ["ConfigMap a", expect.stringMatching(/^data\.(abc|xyz) of ConfigMap a must be the same/u)],
    [
      "Secret s",
      "Secret s must be there each time that the chart is rendered: got it in one of two renderings",
    ],
    [
      "Service t",
      "Service t must be there each time that the chart is rendered: got it in one of two renderings",
    ],
  ]);
  expect(found[0]?.fix).toMatch(/; used in templates\/a\.yaml, line 1 \(now\), .*line 3 \(now\)$/u);
});
