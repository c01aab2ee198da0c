import { assessVerify } from "../../../../components/core/verify/assess-verify";
import type { VerifyFacts } from "../../../../components/core/verify/assess-verify";
import { listFindings } from "../../../../components/core/verify/explain-verify";
import { countRestarts, memoryMoments, memoryQuery } from "../../../../components/core/verify/judge-rest";
import type { LivePod } from "../../../../components/core/workload/pod";

const before = { requests: 1000, errors: 0, slow: 5, denied: 20 };
const slo = { name: "availability", target: 0.999, windowSeconds: 30 * 86_400 } as const;
const at = (point: "5m" | "15m" | "2h" | "24h", count: VerifyFacts["before"]) => [{ point, count }];
const factsOf = (changes: Partial<VerifyFacts>): VerifyFacts => ({
  points: at("15m", { requests: 1000, errors: 0 }),
  before,
  objective: 0.01,
  pods: { ready: 2, wanted: 2, restarts: 0 },
  endedAtSeconds: 36_000,
  slowSeconds: 5,
  ...changes,
});

test.each<{ name: string; facts: Partial<VerifyFacts>; line: string; harms?: false }>([
  {
    name: "slow answers as before",
    facts: { points: at("15m", { requests: 1000, errors: 0, slow: 15 }) },
    line: "fine    latency 15m: 15 of 1000 answers took longer than 5 s (1.5 %), 0.5 % before, limit 1.5 %",
  },
  {
    name: "more slow answers",
    facts: { points: at("15m", { requests: 1000, errors: 0, slow: 16 }) },
    line: "WRONG   latency 15m: 16 of 1000 answers took longer than 5 s (1.6 %), 0.5 % before, limit 1.5 %",
  },
  {
    name: "few slow answers of few",
    facts: { points: at("15m", { requests: 20, errors: 0, slow: 9 }) },
    line: "fine    latency 15m: 9 of 20 answers took longer than 5 s (45 %), 0.5 % before, limit 1.5 %",
  },
  {
    name: "denials as before",
    facts: { points: at("5m", { requests: 1000, errors: 0, denied: 60 }) },
    line: "fine    denials 5m: 60 of 1000 answers were 4xx (6 %), 2 % before, limit 6 %",
  },
  {
    name: "more denials",
    facts: { points: at("5m", { requests: 1000, errors: 0, denied: 61 }), slowSeconds: undefined as never },
    line: "WRONG   denials 5m: 61 of 1000 answers were 4xx (6.1 %), 2 % before, limit 6 %",
  },
  {
    name: "a budget that burns",
    facts: { points: at("5m", { requests: 1000, errors: 15 }), slo, objective: 0.1 },
    line: "WRONG   burn 5m: the error budget of 0.1 % burns 15.0 times as fast as it lasts, limit 14.4",
  },
  {
    name: "a budget that burns as fast, hours later",
    facts: { points: at("2h", { requests: 10_000, errors: 61 }), slo, objective: 0.1 },
    line: "WRONG   burn 2h: the error budget of 0.1 % burns 6.1 times as fast as it lasts, limit 6",
  },
  {
    name: "a budget by few failures",
    facts: { points: at("5m", { requests: 100, errors: 9 }), slo, objective: 0.1 },
    line: "fine    burn 5m: the error budget of 0.1 % burns 90.0 times as fast as it lasts, limit 14.4",
  },
  {
    name: "memory that stays",
    facts: { memory: [{ point: "2h", earlier: 100 * 1_048_576, later: 150 * 1_048_576 }] },
    line: "fine    memory 2h: a pod of stable has 150 MiB on average, 100 MiB before it, limit 1.5 times",
  },
  {
    name: "memory that grows",
    facts: { memory: [{ point: "2h", earlier: 100 * 1_048_576, later: 151 * 1_048_576 }] },
    line: "WRONG   memory 2h: a pod of stable has 151 MiB on average, 100 MiB before it, limit 1.5 times",
  },
  {
    name: "some restarts",
    facts: { restarts: { restarts: 5, kills: 0 } },
    line: "fine    restarts: 5 restarts of pods that restarted since then, at most 5 are borne",
  },
  {
    name: "many restarts",
    facts: { restarts: { restarts: 6, kills: 0 } },
    line: "WRONG   restarts: 6 restarts of pods that restarted since then, at most 5 are borne",
  },
  {
    name: "a kill for lack of memory",
    facts: { restarts: { restarts: 1, kills: 1 } },
    line: "WRONG   restarts: 1 restarts of pods that restarted since then, at most 5 are borne, 1 containers were killed for lack of memory",
  },
])("assessVerify() of $name", ({ facts, line }) => {
  const report = assessVerify(factsOf(facts));
  expect(listFindings(report.findings)).toContain(line);
  expect(report.state).toBe(line.startsWith("WRONG") ? "wrong" : "fine");
  // Nothing of it takes a release back by itself.
  expect(report.findings.filter(({ isHarm }) => isHarm)).toEqual([]);
});

test.each<[string, Partial<VerifyFacts>]>([
  ["nobody knows how it was", { before: undefined }],
  ["nothing was asked before", { before: { requests: 0, errors: 0, slow: 0, denied: 0 } }],
  ["the source has neither buckets nor codes", { before: { requests: 1000, errors: 0 } }],
  ["nothing was asked since", { points: at("15m", { requests: 0, errors: 0, slow: 0, denied: 0 }), slo }],
  ["nothing is counted", { points: at("15m", undefined), slo }],
  [
    "an objective that no total failure burns fast enough",
    { slo: { ...slo, target: 0.5, windowSeconds: 86_400 * 365 } },
  ],
])("assessVerify() judges errors and pods alone where %s", (_, facts) => {
  const counted = { points: at("24h", { requests: 1000, errors: 0, slow: 100, denied: 100 }), ...facts };
  const isBurn = facts.slo?.target === 0.5;
  const shown = isBurn ? { ...counted, before: undefined } : counted;
  const names = assessVerify(factsOf(shown)).findings.map(({ name }) => name.split(" ")[0]);
  expect(names).toEqual(["errors", "pods"]);
});

test("memory is read a quarter of the way and at the point, not within the first quarter of an hour", () => {
  expect(memoryMoments("5m", 1000, 9000)).toBeUndefined();
  expect(memoryMoments("15m", 1000, 1899)).toBeUndefined();
  expect(memoryMoments("15m", 1000, 1900)).toEqual({ earlier: 1225, later: 1900 });
  expect(memoryMoments("2h", 1000, 4600)).toEqual({ earlier: 1900, later: 4600 });
  expect(memoryQuery({ app: "shop", namespace: "prod" }, 1900.4)).toBe(
    'avg(sum by (pod) (container_memory_working_set_bytes{namespace="prod",pod=~"shop-stable-[a-z0-9]+(-[a-z0-9]{5})?",container!=""} @ 1900))',
  );
});

test("countRestarts() counts pods that restarted since then, and kills since then", () => {
  const pod = (restarts: number, lastEndSeconds?: number, killedAt: readonly number[] = []): LivePod => ({
    name: "p",
    uid: "u",
    image: "i",
    labels: {},
    addresses: [],
    tagged: {},
    ready: true,
    restarts,
    oomKills: killedAt.map((atSeconds) => ({ id: `${atSeconds}`, container: "app", atSeconds })),
    ...(lastEndSeconds === undefined ? {} : { lastEndSeconds }),
  });
  expect(countRestarts([pod(3, 999), pod(2, 1000, [999, 1000]), pod(0)], 1000)).toEqual({
    restarts: 2,
    kills: 1,
  });
});
