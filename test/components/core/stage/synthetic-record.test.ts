import { recordHealth } from "../../../../components/core/stage/canary-health";
import type { PodHealth } from "../../../../components/core/stage/canary-health";
import {
  beginSynthetic,
  blameSynthetic,
  isAlarmed,
  judgeSynthetic,
  recordSynthetic,
  toSyntheticAnswer,
} from "../../../../components/core/stage/synthetic-record";
import type { SyntheticAnswer, SyntheticRecord } from "../../../../components/core/stage/synthetic-record";
import { defaultParameters } from "../../../../components/core/verdict";
import { podHealth } from "../../../support/pod-health";

const parameters = defaultParameters({ syntheticShare: 0.1 });

test.each([
  { name: "200", answer: { ok: true, status: 200, track: "canary" }, kind: "good" },
  { name: "404, as check path takes it", answer: { ok: true, status: 404, track: "canary" }, kind: "good" },
  { name: "503", answer: { ok: false, status: 503, track: "canary" }, kind: "bad" },
  { name: "no answer", answer: { ok: false, problem: "hang up" }, kind: "unknown" },
  { name: "a limit of this machine", answer: { ok: true, status: 429, track: "canary" }, kind: "unknown" },
  { name: "503 of nobody knows whom", answer: { ok: false, status: 503 }, kind: "unknown" },
  { name: "200 of the other track", answer: { ok: true, status: 200, track: "stable" }, kind: "unknown" },
])("toSyntheticAnswer() of $name is $kind", ({ answer, kind }) => {
  expect(toSyntheticAnswer(answer, "canary")).toMatchObject({ track: "canary", kind });
});

type Kinds = readonly [canary: SyntheticAnswer["kind"] | undefined, stable: SyntheticAnswer["kind"]];

/** Ticks of 6 requests to the canary and 18 to stable, all answered alike, from second 1000 on. */
function run(ticks: readonly Kinds[], problem?: string): SyntheticRecord {
  const of = (track: "canary" | "stable", kind: SyntheticAnswer["kind"] = "unknown", size = 0) =>
    Array.from({ length: size }, (): SyntheticAnswer => ({
      track,
      kind,
      ...(kind === "bad" && problem !== undefined ? { problem } : {}),
    }));
  return ticks.reduce<SyntheticRecord>(
    (before, [canary, stable], i) =>
      recordSynthetic(
        before,
        parameters,
        [...of("canary", canary, canary === undefined ? 0 : 6), ...of("stable", stable, 18)],
        1000 + i / 4,
      ),
    beginSynthetic(parameters),
  );
}
const times = (count: number, kinds: Kinds): Kinds[] => Array.from({ length: count }, () => kinds);
const judged = (ticks: readonly Kinds[], problem?: string) =>
  judgeSynthetic(run(ticks, problem), parameters, 1000 + ticks.length / 4, 120);

test.each<{ name: string; ticks: readonly Kinds[]; expected: object | undefined }>([
  { name: "nothing", ticks: [], expected: undefined },
  { name: "good answers", ticks: times(1200, ["good", "good"]), expected: undefined },
  {
    name: "a canary that fails alone",
    ticks: times(9, ["bad", "good"]),
    expected: {
      kind: "canary",
      sentence: expect.stringMatching(
        /^Fail: of our own requests the canary failed 54 of 54, stable 0 of 162; ln E \d/,
      ),
    },
  },
  { name: "both fail for two minutes", ticks: times(480, ["bad", "bad"]), expected: undefined },
  {
    name: "both fail for longer",
    ticks: times(484, ["bad", "bad"]),
    expected: {
      kind: "both",
      sentence: "most of our own requests fail on both tracks for 121 s, limit 120 s",
    },
  },
  {
    name: "both fail, but for a tick in which one is good",
    ticks: [...times(400, ["bad", "bad"]), ["bad", "good"], ...times(120, ["bad", "bad"])],
    expected: { kind: "both" },
  },
  {
    name: "both fail, but for a tick in which both are good",
    ticks: [...times(400, ["bad", "bad"]), ["good", "good"], ...times(120, ["bad", "bad"])],
    expected: undefined,
  },
  {
    name: "both fail, but for a tick in which nobody knows",
    ticks: [...times(400, ["bad", "bad"]), ["unknown", "bad"], ...times(120, ["bad", "bad"])],
    expected: undefined,
  },
  {
    name: "both fail, and each fourth tick has no answer of the canary",
    ticks: times(125, ["bad", "bad"]).flatMap((tick): Kinds[] => [tick, tick, tick, [undefined, "bad"]]),
    expected: { kind: "both" },
  },
  {
    name: "both fail, but for a tick in which one is good and the other has no answer",
    ticks: [...times(400, ["bad", "bad"]), [undefined, "good"], ...times(120, ["bad", "bad"])],
    expected: { kind: "both" },
  },
  { name: "stable fails alone", ticks: times(800, ["good", "bad"]), expected: undefined },
  { name: "this machine is offline", ticks: times(800, ["unknown", "unknown"]), expected: undefined },
  { name: "nobody answers on the canary", ticks: times(800, ["unknown", "good"]), expected: undefined },
])("judgeSynthetic() of $name", ({ ticks, expected }) => {
  const finding = judged(ticks);
  if (expected === undefined) expect(finding).toBeUndefined();
  else expect(finding).toMatchObject(expected);
});

test("the reason is told, and a canary that failed alone is asked more often", () => {
  expect(judged(times(9, ["bad", "good"]), "HTTP 500")?.sentence).toContain("54 of 54 (HTTP 500)");
  expect(isAlarmed(run([["bad", "good"]]))).toBe(true);
  expect(isAlarmed(run([["bad", "bad"]]))).toBe(false);
});

test("evidence of the release so far goes on", () => {
  const { evidence } = run([["bad", "good"]]);
  expect(beginSynthetic(parameters, evidence)).toEqual({ evidence });
});

const health = (canary: readonly PodHealth[]) =>
  recordHealth(
    recordHealth(undefined, { stable: [podHealth("s")], canary: [podHealth("a"), podHealth("b")] }, 990),
    { stable: [podHealth("s")], canary },
    1000,
  );

test.each([
  { name: "pods that are all there", record: health([podHealth("a"), podHealth("b")]), kind: "fail" },
  { name: "a restart", record: health([podHealth("a", { restarts: 1 }), podHealth("b")]), kind: "fail" },
  { name: "a pod that is gone", record: health([podHealth("b"), podHealth("c")]), kind: "interrupted" },
  {
    name: "a pod without its node",
    record: health([podHealth("a", { stranded: true }), podHealth("b")]),
    kind: "interrupted",
  },
  {
    name: "a kill for lack of memory",
    record: health([podHealth("a", { oomKills: [{ id: "k", container: "app" }] }), podHealth("b")]),
    kind: "interrupted",
  },
  {
    name: "an eviction for its own disk",
    record: health([podHealth("a", { ready: false, overflow: "full" }), podHealth("b")]),
    kind: "interrupted",
  },
  { name: "pods that nobody could read", record: undefined, kind: "interrupted" },
])("blameSynthetic() with $name: $kind", ({ record, kind }) => {
  const harm = blameSynthetic("it fails", record, 1001);
  expect(harm).toMatchObject({ kind, basis: kind === "fail" ? "synthetic" : "interrupted" });
  expect(harm.sentence).toMatch(/^it fails/);
});
