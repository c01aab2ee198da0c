import { createHash } from "node:crypto";
import {
  listChanges,
  listShapeChanges,
  shapeVersion,
  toBaseShape,
} from "../../../../components/core/workload/base-shape";
import { toSettings } from "../../../../stacks/settings/settings";
import { toWorkload } from "../../../../stacks/settings/workload";
import { configWith, imageOf } from "../../../support/environment";

const shapeOf = (keys: Record<string, string> = {}) => {
  const config = configWith(keys);
  return toBaseShape(toSettings(config, { kind: "base", environment: "prod" }), toWorkload(config));
};

describe("toBaseShape()", () => {
  test("does not change with the revision, the replicas, the stages or the evidence", () => {
    const other = shapeOf({
      release: `{ image: "${imageOf("b")}" }`,
      app: "{ name: scholarlink, replicas: 9, env: { A: b } }",
      stages: "[{ weight: 5 }, { weight: 100 }]",
      analysis: "{ prometheus: 'http://p' }",
    });
    expect(listChanges(shapeOf(), other)).toEqual([]);
  });

  test.each([
    {
      name: "the route's name",
      keys: { traffic: "{ host: app.example.org, route: other }" },
      paths: ["identity.route"],
    },
    {
      name: "the namespace",
      keys: {
        app: "{ name: scholarlink, namespace: other }",
        traffic: "{ host: app.example.org, gateway: { namespace: default } }",
      },
      paths: ["identity.namespace"],
    },
  ])("changes with $name", ({ keys, paths }) => {
    expect(listChanges(shapeOf(), shapeOf(keys))).toEqual(paths);
  });

  test("changes with the app's name, wherever it stands", () => {
    expect(listChanges(shapeOf(), shapeOf({ app: "{ name: shop }" }))).toEqual(
      expect.arrayContaining(["identity.tracks[0]", "identity.tracks[1]"]),
    );
  });
});

describe("listShapeChanges()", () => {
  const { version: _, ...unversioned } = shapeOf();

  test("finds what changed within one version", () => {
    const changed = { ...shapeOf(), template: {} };
    expect(listShapeChanges(shapeOf(), shapeOf())).toEqual([]);
    expect(listShapeChanges(changed, shapeOf())).toEqual(listChanges(changed, shapeOf()));
    expect(listShapeChanges(changed, shapeOf())).not.toEqual([]);
  });

  test.each([
    ["a shape from before there were versions", unversioned, shapeOf()],
    ["another version", { ...shapeOf(), version: 0, template: {} }, shapeOf()],
    ["no shape before", undefined, shapeOf()],
    ["no shape now", shapeOf(), undefined],
  ])("%s is no change", (_name, before, after) => {
    expect(listShapeChanges(before, after)).toEqual([]);
  });

  test("the same settings have another shape only with another version", () => {
    const hash = createHash("sha256").update(JSON.stringify(unversioned)).digest("hex").slice(0, 12);
    expect({ version: shapeVersion, hash }).toEqual({ version: 2, hash: "3fd74da9b5a0" });
  });
});

describe("listChanges()", () => {
  test.each([
    { name: "equal values", before: { a: [1, { b: 2 }] }, after: { a: [1, { b: 2 }] }, want: [] },
    { name: "a key that went", before: { a: 1, b: 2 }, after: { a: 1 }, want: ["b"] },
    { name: "a key that came", before: {}, after: { a: { b: 1 } }, want: ["a"] },
    { name: "an item that came", before: { a: [1] }, after: { a: [1, 2] }, want: ["a[1]"] },
    { name: "a list that became a mapping", before: { a: [1] }, after: { a: { 0: 1 } }, want: ["a"] },
    { name: "nothing where a mapping was", before: { a: {} }, after: { a: null }, want: ["a"] },
    { name: "other values at the top", before: 1, after: 2, want: [""] },
  ])("finds $name", ({ before, after, want }) => {
    expect(listChanges(before, after)).toEqual(want);
  });
});
