import { explainDefaults, listDeviations, mergeDefaults, readDefaults } from "../../../stacks/files/defaults";
import { readEnvironment } from "../../../stacks/files/environment";
import { parseStackName } from "../../../stacks/name";
import { fileWith } from "../../support/environment";

const file = "../../defaults/prod.yaml";
const shared = (lines: readonly string[], version = '"3"') =>
  ["version: " + version, "config:", ...lines.map((line) => `  sluice:${line}`), ""].join("\n");
const stages = "stages: [{ weight: 10 }, { weight: 100 }]";
const read = (
  text: string | undefined,
  keys: Readonly<Record<string, string | undefined>> = {},
  own?: string,
) =>
  readEnvironment(
    parseStackName(own === undefined ? "prod" : "prod-canary-10"),
    {
      "Pulumi.prod.yaml": fileWith({ defaults: `{ from: ${file} }`, ...keys }),
      ...(own === undefined ? {} : { "Pulumi.prod-canary-10.yaml": own }),
    },
    { defaults: { file, text } },
  );

test("shared values stand where the environment says nothing, mappings are merged, lists replaced", () => {
  const text = shared([
    stages,
    "traffic: { hosts: [shared.example.org], gateway: { name: public, namespace: gateway } }",
    "app: { namespace: shops, replicas: 5 }",
  ]);
  const config = read(text, { app: "{ name: shop, replicas: 7 }", traffic: "{ hosts: [shop.example.org] }" });
  expect(config.stages?.map(({ weight }) => weight)).toEqual([10, 100]);
  expect(config.app).toMatchObject({ name: "shop", namespace: "shops", replicas: 7 });
  expect(config.traffic).toMatchObject({
    hosts: ["shop.example.org"],
    gateway: { name: "public", namespace: "gateway" },
  });
});

test("a stage's own file wins whole over the shared values, too", () => {
  const own = "config: { sluice:promotion: { watch: 5s } }\n";
  const config = read(shared([stages, "promotion: { watch: 20s, warmup: 3 }"]), {}, own);
  expect(config.promotion).toMatchObject({ watch: 5, warmup: 20 });
});

type Wrong = readonly [name: string, text: string | undefined, words: RegExp, keys?: Record<string, string>];

const wrong: readonly Wrong[] = [
  [
    "no such file",
    undefined,
    /sluice:defaults\.from must be a file that is there.*got "\.\.\/\.\.\/defaults\/prod\.yaml" \(Pulumi\.prod\.yaml\)/,
  ],
  ["no YAML", "a: [", /the file must be YAML: got .*\(\.\.\/\.\.\/defaults\/prod\.yaml\)/],
  [
    "no version",
    "config: {}",
    /version must be a text or number that changes with the values: got nothing \(\.\.\/\.\.\/defaults\/prod\.yaml\)/,
  ],
  [
    "another version",
    shared([stages]),
    /sluice:defaults\.version must be the version of \.\.\/\.\.\/defaults\/prod\.yaml, "3": got "2" \(Pulumi\.prod\.yaml\)\n  → read what changed in it, then write version: "3"/,
    { defaults: `{ from: ${file}, version: "2" }` },
  ],
  [
    "a list",
    'version: "3"\nconfig: []\n',
    /config must be a mapping with keys such as "sluice:stages": got \[\]/,
  ],
  [
    "the app's name",
    shared(["app: { name: shop }"]),
    /sluice:app\.name must be each service's own, not shared \(\.\./,
  ],
  ["a release", shared(["release: {}"]), /sluice:release must be each service's own, not shared/],
  [
    "a wrong value, which is the shared file's",
    shared(["promotion: { warmup: -1 }"]),
    /sluice:promotion\.warmup must .*: got -1 \(\.\.\/\.\.\/defaults\/prod\.yaml\)/,
  ],
];

test.each(wrong.map((one) => [one[0], one] as const))("shared values with %s are refused", (_name, one) => {
  const [, text, words, keys = {}] = one;
  expect(() => read(text, keys)).toThrow(words);
});

test("a file without config has no values; a number is a version", () => {
  expect(readDefaults({ file, text: "version: 3\n" }, "3", "x")).toEqual({
    settings: {},
    version: "3",
    broken: [],
  });
});

test("a stage's own file names no shared values", () => {
  const own = `config: { sluice:defaults: { from: ${file} } }\n`;
  expect(() => read(shared([stages]), {}, own)).toThrow(
    /sluice:defaults must be in Pulumi\.prod\.yaml alone \(Pulumi\.prod-canary-10\.yaml\)/,
  );
});

test("an abort goes on without shared values that cannot be read", () => {
  const problems: string[] = [];
  const config = readEnvironment(
    parseStackName("prod"),
    { "Pulumi.prod.yaml": fileWith({ defaults: `{ from: ${file} }` }) },
    { defaults: { file, text: undefined }, ignore: ({ message }) => void problems.push(message) },
  );
  expect(config.app.name).toBe("scholarlink");
  expect(problems.join("")).toContain("sluice:defaults.from must be a file that is there");
});

test("listDeviations() shows no value of a variable or a chart: it may be a secret", () => {
  const of = (value: string) => ({
    app: { env: { PASSWORD: value }, from: { chart: { path: "chart", values: { db: { word: value } } } } },
  });
  const deviations = listDeviations(of("a"), of("marker-of-5102"));
  expect(deviations.map(({ path }) => path)).toEqual([
    "sluice:app.env.PASSWORD",
    "sluice:app.from.chart.values.db.word",
  ]);
  expect(explainDefaults({ file, version: "3", deviations })).toContain(
    "sluice:app.env.PASSWORD: another value in place of the shared one",
  );
  expect(JSON.stringify(deviations)).not.toContain("marker");
});

test("listDeviations() names each value that differs, and nothing that the shared ones are silent about", () => {
  const before = { a: { b: 1, c: { d: [1, 2] }, e: { y: 1, x: 2 } }, list: [1], kind: { x: 1 } };
  const own = { a: { b: 2, c: { d: [1, 3] }, e: { x: 2, y: 1 }, more: 1 }, list: [1], kind: "x", new: true };
  const deviations = listDeviations(before, own);
  expect(deviations).toEqual([
    { path: "sluice:a.b", value: "2", instead: "1" },
    { path: "sluice:a.c.d", value: "[1,3]", instead: "[1,2]" },
    { path: "sluice:kind", value: '"x"', instead: '{"x":1}' },
  ]);
  expect(explainDefaults({ file, version: "3", deviations: deviations.slice(0, 2) })).toBe(
    `2 deviations from the shared values, version 3 of ${file}\n  sluice:a.b: 2 in place of 1\n  sluice:a.c.d: [1,3] in place of [1,2]`,
  );
  expect(explainDefaults({ file, version: "3", deviations: [] })).toBe(
    `as the shared values, version 3 of ${file}`,
  );
  expect(mergeDefaults(before, own)).toEqual({
    a: { b: 2, c: { d: [1, 3] }, e: { x: 2, y: 1 }, more: 1 },
    list: [1],
    kind: "x",
    new: true,
  });
});
