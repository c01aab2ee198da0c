import { assert, constantFrom, dictionary, letrec, oneof, property } from "fast-check";
import { normalForm, normalText, normalizeTemplate } from "../../../../components/core/revision/normal-form";
import { hashRevision, nameRevision } from "../../../../components/core/revision/name-revision";
import type { HashedRevision, Json, JsonObject } from "../../../../components/core/revision/revision";

const of = (template: JsonObject, change: Partial<HashedRevision> = {}): HashedRevision => ({
  template,
  container: "app",
  configuration: [],
  ...change,
});

const equal: readonly (readonly [string, JsonObject, JsonObject])[] = [
  ["keys in another order", { a: 1, b: 2 }, { b: 2, a: 1 }],
  ["null", { a: 1, b: null }, { a: 1 }],
  ["an empty list", { a: 1, b: [] }, { a: 1 }],
  ["a list of nulls", { a: 1, b: [null] }, { a: 1 }],
  ["empty labels", { metadata: { labels: {}, annotations: {} } }, { metadata: {} }],
  ["resources that become empty from the leaves up", { resources: { limits: {}, requests: null } }, {}],
  [
    "quantities",
    { requests: { cpu: "0.5", memory: "1Gi" } },
    { requests: { cpu: "500m", memory: 1073741824 } },
  ],
  ["a size limit", { emptyDir: { sizeLimit: "1024Mi" } }, { emptyDir: { sizeLimit: "1Gi" } }],
  [
    "the labels of a track",
    { metadata: { labels: { app: "a", "sluice.dev/track": "stable", "sluice.dev/revision": "1" } } },
    { metadata: { labels: { app: "a" } } },
  ],
  [
    "the track in a selector",
    { labelSelector: { matchLabels: { app: "a", "sluice.dev/track": "canary" } } },
    { labelSelector: { matchLabels: { app: "a" } } },
  ],
];

const different: readonly (readonly [string, JsonObject, JsonObject])[] = [
  ["emptyDir: {}", { volumes: [{ name: "t", emptyDir: {} }] }, { volumes: [{ name: "t" }] }],
  ["namespaceSelector: {}", { namespaceSelector: {} }, {}],
  ["the order of a list", { args: ["a", "b"] }, { args: ["b", "a"] }],
  ["a text and a number", { value: "1" }, { value: 1 }],
  ["a quantity elsewhere", { env: [{ value: "0.5" }] }, { env: [{ value: "500m" }] }],
  ["an empty text", { value: "" }, {}],
  ["false", { tty: false }, {}],
];

test.each(equal)("normalText() does not see %s", (_name, a, b) => {
  expect(normalText(of(a))).toBe(normalText(of(b)));
  expect(nameRevision(of(a))).toBe(nameRevision(of(b)));
});

test.each(different)("normalText() sees %s", (_name, a, b) => {
  expect(normalText(of(a))).not.toBe(normalText(of(b)));
});

test("what is mounted belongs to the revision, in whatever order, and its container too", () => {
  const ref = (name: string, hash: string) => ({ kind: "ConfigMap", name, hash, keys: {} }) as const;
  const one = of({}, { configuration: [ref("a", "1"), ref("b", "2")] });
  expect(normalForm(one)).toEqual(normalForm(of({}, { configuration: [ref("b", "2"), ref("a", "1")] })));
  expect(nameRevision(one)).not.toBe(nameRevision(of({}, { configuration: [ref("a", "1"), ref("b", "3")] })));
  expect(nameRevision(of({}))).not.toBe(nameRevision(of({}, { container: "other" })));
});

test("a name is the start of the hash", () => {
  expect(nameRevision(of({}))).toMatch(/^[0-9a-f]{10}$/);
  expect(hashRevision(of({})).startsWith(nameRevision(of({})))).toBe(true);
});

test("the normal form of a normal form is itself", () => {
  const names = constantFrom("labels", "resources", "requests", "a", "emptyDir", "sluice.dev/track");
  const { value } = letrec<{ value: Json }>((tie) => ({
    value: oneof(
      constantFrom<Json>(null, "500m", "x", 7, true, {}, []),
      dictionary(names, tie("value"), { maxKeys: 3 }),
      tie("value").map((item) => [item]),
    ),
  }));
  assert(
    property(dictionary(names, value, { maxKeys: 3 }), (template) => {
      const once = normalizeTemplate(template);
      expect(normalizeTemplate(once)).toEqual(once);
    }),
  );
});
