import { parse } from "yaml";
import { findDifferences, parseJsonText } from "../../../stacks/files/engine-config";
import type { EngineConfig } from "../../../stacks/files/engine-config";

const file = "Pulumi.prod.yaml";

/** Differences between a file's keys and Pulumi's, as path and what was found. */
const compare = (own: string, engine: EngineConfig): string[] =>
  findDifferences(new Map(Object.entries((parse(own) ?? {}) as object)), engine, file).map(
    ({ path, got }) => `${path}: ${got}`,
  );

test("findDifferences() finds none where Pulumi read the same file", () => {
  const own = `
app: { name: shop, n: 0.05, b: true, i: 8080, exp: 1e3, digits: "0123", list: [1, a], nothing: null, empty: {} }
release: { emergency: { expires: 2026-12-01, at: 2026-12-01T10:00:00Z } }
text: '{"a": 1}'
number: 5
flag: true
word: canary
`;
  // As Pulumi 3.259 gives them for that file.
  const engine = {
    "sluice:app":
      '{"b":true,"empty":{},"exp":1000,"i":8080,"list":[1,"a"],"n":0.05,"name":"shop","nothing":null,"digits":"0123"}',
    "sluice:release":
      '{"emergency":{"expires":"2026-12-01 00:00:00 +0000 UTC","at":"2026-12-01 10:00:00 +0000 UTC"}}',
    "sluice:text": '{"a": 1}',
    "sluice:number": "5",
    "sluice:flag": "true",
    "sluice:word": "canary",
    "other:key": "not ours",
  };
  expect(compare(own, engine)).toEqual([]);
});

test.each([
  ["a key of Pulumi alone", "{}", { "sluice:analysis": "{}" }, ["sluice:analysis: only Pulumi's"]],
  ["a key of the file alone", "{ app: { name: a } }", {}, ["sluice:app: only this file's"]],
  [
    "another value",
    "{ app: { name: a } }",
    { "sluice:app": '{"name":"b"}' },
    ["sluice:app.name: two values"],
  ],
  [
    "a key more, a key less",
    "{ app: { name: a, port: 1 } }",
    { "sluice:app": '{"name":"a","replicas":2}' },
    ["sluice:app.port: two values", "sluice:app.replicas: two values"],
  ],
  [
    "another item of a list",
    "{ stages: [{ weight: 1 }, { weight: 5 }] }",
    { "sluice:stages": '[{"weight":1},{"weight":9},{"weight":20}]' },
    ["sluice:stages[1].weight: two values", "sluice:stages[2]: two values"],
  ],
  ["another kind", "{ a: [1] }", { "sluice:a": '{"0":1}' }, ["sluice:a: two values"]],
  ["a text for a number", '{ a: { b: "5" } }', { "sluice:a": '{"b":5}' }, ["sluice:a.b: two values"]],
  [
    "another day",
    "{ a: { b: 2026-12-01 } }",
    { "sluice:a": '{"b":"2026-12-02 00:00:00 +0000 UTC"}' },
    ["sluice:a.b: two values"],
  ],
  ["another word", "{ a: x }", { "sluice:a": "y" }, ["sluice:a: two values"]],
])("findDifferences() finds %s", (_name, own, engine, expected) => {
  expect(compare(own, engine as unknown as EngineConfig)).toEqual(expected);
});

test("findDifferences() leaves what is encrypted to who refuses it by name, and shows no value", () => {
  expect(
    compare("{ a: { secure: AAA }, b: { c: { secure: AAA } } }", {
      "sluice:a": "s",
      "sluice:b": '{"c":"s"}',
    }),
  ).toEqual([]);
  expect(compare("{ a: { secure: AAA } }", {})).toEqual([]);
  const shown = JSON.stringify(
    findDifferences(new Map([["a", "x"]]), { "sluice:a": "hidden", "sluice:b": "hidden" }, file),
  );
  expect(shown).not.toContain("hidden");
  expect(shown).toContain("--config-file");
});

test.each([
  ['{"a":1}', { a: 1 }],
  [" [1]", [1]],
  ["{a", "{a"],
  ["5", "5"],
  [5, 5],
])("parseJsonText(%j)", (value, expected) => {
  expect(parseJsonText(value)).toEqual(expected);
});
