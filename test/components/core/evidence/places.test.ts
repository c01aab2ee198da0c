import { findNewPlaceDoubts } from "../../../../components/core/evidence/places";
import { readCounters } from "../../../../components/core/evidence/read-counters";
import type { RawMetric } from "../../../../components/core/sources/source";
import { counter, kept, terms } from "./support";
import type { Count } from "./support";

const prod: Count = (at) => 1000 + 2 * at;
const staging: Count = (at) => 1000 + 80 * at;
const clusters = [
  counter({ pod: "p", cluster: "prod" }, prod),
  counter({ pod: "p", cluster: "staging" }, staging),
];

test("series of two places are a doubt, with the values found and what to choose", () => {
  const { doubts } = kept(clusters);
  expect(doubts).toEqual(['series of one app must come from one place: got cluster ("prod", "staging")']);
});

test.each(["cluster_id", "dc", "k8s.cluster.name", "deployment.environment.name"])(
  "%s names a place",
  (name) => {
    const [one, other] = [
      counter({ pod: "p", [name]: "a" }, prod),
      counter({ pod: "p", [name]: "b" }, staging),
    ];
    expect(kept([one, other]).doubts).toEqual([
      `series of one app must come from one place: got ${name} ("a", "b")`,
    ]);
  },
);

test.each([
  ["the chosen place alone is read", { cluster: "staging" }, ["staging"]],
  ["all of them are, where all are wanted", { cluster: "*" }, ["prod", "staging"]],
])("%s", (_, places, expected) => {
  const { doubts, ids } = kept([...clusters, counter({ pod: "q" }, (at) => at)], { places });
  expect(doubts).toEqual([]);
  expect(ids.flatMap((id) => /cluster="(\w+)"/.exec(id)?.[1] ?? [])).toEqual(expected);
  expect(ids).toHaveLength(expected.length + 1);
});

test("a chosen label that no series has is a doubt, with those that they have", () => {
  expect(
    kept([counter({ pod: "p", cluster: "prod", region: "eu" }, prod)], { places: { stage: "prod" } }),
  ).toMatchObject({
    doubts: ["sluice:analysis.labels.stage must be a label of the series: got none that has it"],
  });
  const fixes = (places: Record<string, string>, ...series: RawMetric[]) =>
    readCounters(series, { ...terms, places }).doubts.map(({ fix }) => fix);
  const placed = counter({ pod: "p", cluster: "prod", region: "eu" }, prod);
  expect(fixes({ stage: "prod" }, placed)).toEqual([
    "leave it out, or choose by one that they have: cluster, region",
  ]);
  expect(fixes({ stage: "prod" }, counter({ pod: "p" }, prod))).toEqual([
    "leave it out: the series have no label that names a place",
  ]);
  expect(fixes({ stage: "*" }, placed)).toEqual([]);
  expect(fixes({ stage: "prod" })).toEqual([]);
});

test("a place that only some series have is one place", () => {
  const half = [
    counter({ pod: "p", zone: "a" }, prod),
    counter({ pod: "q" }, staging),
    counter({ pod: "r", zone: "" }, prod),
  ];
  expect(kept(half).doubts).toEqual([]);
});

const perTrack = (canary: string, stable: string) => [
  counter({ pod: "p", env: canary }, prod),
  counter({ pod: "q", env: stable, track: "stable" }, prod),
];

test("a label that names the tracks is no place", () => {
  expect(kept(perTrack("canary", "main")).doubts).toEqual([]);
});

test("it is none either for an attempt that began while stable alone was counted", () => {
  const [canary, stable] = perTrack("canary", "main") as [RawMetric, RawMetric];
  const [began, now] = [[stable], [canary, stable]].map((series) => readCounters(series, terms).places);
  expect(findNewPlaceDoubts(began ?? {}, now ?? {})).toEqual([]);
});

test("a label by which the source tells requests is no place, whatever its name is", () => {
  const reader = { ...terms.reader, requestNames: ["cluster_name"] };
  const values = ["app-stable", "app-canary", "app-canary-mirror"];
  const series = values.map((value) =>
    counter({ pod: "proxy", cluster_name: value, track: /stable|canary/.exec(value)?.[0] ?? "" }, prod),
  );
  expect(readCounters(series, { ...terms, reader })).toMatchObject({ places: {}, doubts: [] });
});

test("tracks from two places are a doubt: another place's canary is judged", () => {
  expect(kept(perTrack("staging", "prod")).doubts).toEqual([
    'series of one app must come from one place: got env ("prod", "staging")',
  ]);
  const more = counter({ pod: "r", env: "other" }, prod);
  expect(kept([...perTrack("canary", "main"), more]).doubts).toHaveLength(1);
  const alone = ["a", "b"].map((env) => counter({ pod: env, env, track: "stable" }, prod));
  expect(kept(alone).doubts).toHaveLength(1);
  const both = counter({ pod: "s", env: "canary", track: "stable" }, prod);
  expect(kept([...perTrack("canary", "main"), both]).doubts).toHaveLength(1);
});

test("places that nobody chose are told", () => {
  const { places } = readCounters([...clusters, counter({ pod: "q", region: "eu" }, prod)], terms);
  expect(places).toEqual({ cluster: ["prod", "staging"], region: ["eu"] });
  expect(readCounters(clusters, { ...terms, places: { cluster: "*" } }).places).toEqual({});
});

test.each([
  ["the same place", { cluster: ["prod"] }, { cluster: ["prod"] }, 0],
  ["a label that nobody had", {}, { zone: ["a"] }, 0],
  ["a place that went", { zone: ["a", "b"] }, { zone: ["a"] }, 0],
  ["another place", { cluster: ["prod"] }, { cluster: ["staging"] }, 1],
  ["one more place", { cluster: ["prod"] }, { cluster: ["prod", "staging"] }, 1],
])("since an attempt began: %s", (_, began, now, doubts) => {
  expect(findNewPlaceDoubts(began, now)).toHaveLength(doubts);
});

test("a new place is told with the old one", () => {
  const [doubt] = findNewPlaceDoubts({ cluster: ["prod"] }, { cluster: ["prod", "staging"] });
  expect(doubt?.text).toBe(
    'series must come from where they came from when the attempt began, cluster ("prod"): got cluster ("prod", "staging")',
  );
});

test.each(["cluster", "region", "zone", "environment", "env"])(
  "two places by %s are a doubt though the pods have the same names",
  (name) => {
    const both = ["x", "y"].map((value) => counter({ pod: "p", [name]: value }, prod));
    expect(kept(both).doubts).toEqual([`series of one app must come from one place: got ${name} ("x", "y")`]);
  },
);

test.each([
  ["a label of requests: one target has several values", "p", "p", []],
  [
    "a place: each target has one",
    "p",
    "q",
    ['series of one app must come from one place: got tenant ("x", "y")'],
  ],
])("a tenant is %s", (_, one, other, expected) => {
  const series = [counter({ pod: one, tenant: "x" }, prod), counter({ pod: other, tenant: "y" }, staging)];
  expect(kept(series).doubts).toEqual(expected);
});

test("a tenant of a target without the label elsewhere is a place", () => {
  const series = [
    counter({ pod: "p", tenant: "x", job: "j" }, prod),
    counter({ pod: "p", job: "j", method: "GET" }, staging),
    counter({ pod: "q", tenant: "y", job: "j" }, prod),
  ];
  expect(kept(series).doubts).toHaveLength(1);
});

test("two places are never copies of each other", () => {
  const same = ["a", "b"].map((cluster) => counter({ job: cluster, instance: "10.0.0.1:80", cluster }, prod));
  expect(kept(same, { places: { cluster: "*" } }).ids).toHaveLength(2);
});
