import { startRelease, startStage } from "../../../components/core/verdict/index";
import { feedEvidence } from "../../../components/stage/evidence/feed";
import { chooseObjectives } from "../../../components/stage/evidence/objectives";
import { pinnedParameters } from "../../../components/stage/evidence/pinned";
import { clusterWith, podSeries, settingsWith } from "../../support/evidence";
import type { Stored } from "../../support/evidence";
import { attemptOf, ledgerOf } from "../../support/gate";

const now = 1_763_000_300;
const began = now - 120;

/** A counter of a pod that has grown for more than an hour by as much every 5 s. */
function counter(
  track: string,
  status: string,
  each: number,
  more: Record<string, string> = {},
): Stored[number] {
  const samples = Array.from({ length: 800 }, (_, i) => [now - 2 - 5 * (799 - i), i * each] as const);
  const labels = { http_response_status_code: status, ...more };
  return podSeries(track, "http_server_request_duration_seconds_count", labels, samples);
}

const cart = { http_route: "/cart" };
const stable = [counter("stable", "200", 100, cart), counter("stable", "404", 1, { http_route: "/" })];

const choose = async (analysis: string, stored: Stored) =>
  (await chooseObjectives(clusterWith(stored).cluster, settingsWith(analysis), began)).objectives;

/** Verdict on a canary by an attempt that began when there was `before`. */
async function feed(before: Stored, today: Stored) {
  const settings = settingsWith("interval: 5s");
  const objectives = await choose("interval: 5s", before);
  const ledger = ledgerOf({ weight: 20, attempt: attemptOf(["soaking"], { objectives }) });
  const evidence = startStage(startRelease(pinnedParameters(ledger, settings)), {
    key: "20",
    weight: 20,
    nextWeight: 50,
    minimumHoldSeconds: 60,
    deadlineSeconds: 1800,
    startedAtSeconds: began,
  });
  return await feedEvidence(clusterWith(today).cluster, settings, { ...ledger, evidence }, now);
}

test("an attempt is pinned to the routes of the hour before, to what is intended, and to what is not told", async () => {
  expect(await choose("expect: { 3xx: '/old moved' }", stable)).toMatchObject({
    outcomes: {
      expected: { "3xx": "/old moved" },
      untold: ["gave-up"],
      routes: ["/cart", "/"],
      onlyHolds: false,
    },
    errorsWeight: 1,
  });
  const plain = [counter("stable", "200", 100)];
  expect(await choose("interval: 5s", plain)).toMatchObject({
    outcomes: { expected: {}, untold: ["gave-up", "routes"], routes: [] },
  });
});

test("a canary that answers 404 fails without an error, and the check says what is not told", async () => {
  const canary = [counter("canary", "200", 3, cart), counter("canary", "404", 22, cart)];
  const fed = await feed(stable, [...stable, ...canary]);
  expect(fed.fact).toMatchObject({ kind: "fail", basis: "class" });
  expect(fed.metrics.notes).toContainEqual(
    "not judged, as the source does not count them: clients that gave up",
  );
});

test("series of another place than at the attempt's start hold the release", async () => {
  const at = (cluster: string) => [
    counter("stable", "200", 100, { cluster }),
    counter("canary", "200", 25, { cluster }),
  ];
  const { fact, metrics } = await feed(at("prod"), at("prod"));
  expect([fact?.kind, metrics.doubts]).toEqual(["pass", []]);
  const other = await feed(at("prod"), at("staging"));
  expect(other.fact?.kind).toBe("inconclusive");
  expect(other.metrics.doubts).toMatchObject([
    {
      text: 'series must come from where they came from when the attempt began, cluster ("prod"): got cluster ("staging")',
    },
  ]);
});
