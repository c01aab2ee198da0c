import fc from "fast-check";
import { checkPath } from "../../../../components/core/gate/check-path";
import { summarizeProbes, unprobed, unverified } from "../../../../components/core/gate/probes";
import type { GateFacts } from "../../../../components/core/gate/facts";
import type { ProbeAnswer, ProbeFact } from "../../../../components/core/gate/probes";
import { attemptOf, factsOf, ledgerOf, probesOf, unanswered } from "../../../support/gate";

const check = (stable: ProbeFact, canary?: ProbeFact, second = true) =>
  checkPath(factsOf({ probes: { stable, ...(canary === undefined ? {} : { canary }) }, second }));

test.each([
  ["all are answered", 6],
  ["one was unlucky", 5],
  ["half of them were", 3],
])("checkPath() passes where %s", (_, good) => {
  expect(check(probesOf(6), probesOf(good))).toMatchObject({ problems: [], pending: false });
});

test.each<[string, ProbeFact | undefined, string]>([
  ["most fail", probesOf(2), "HTTP 500 for 4 of 6 requests"],
  ["all fail", probesOf(0), "HTTP 500 for 6 of 6 requests"],
  ["nobody answers, though stable is reached", unanswered, "connect ECONNREFUSED for 6 of 6 requests"],
  ["there is no rule for it", unprobed("the route has no probe rule"), "the route has no probe rule"],
  ["none was sent", undefined, "no probe was sent"],
])("checkPath() refuses a canary where %s", (_, canary, got) => {
  const { problems } = check(probesOf(6), canary);
  expect(problems).toEqual([
    expect.objectContaining({ track: "canary", text: expect.stringContaining(got) }),
  ]);
});

/** Six answers of a track that fails where it is told to. */
const answersOf = (track: "stable" | "canary", fails: readonly boolean[]): ProbeFact =>
  summarizeProbes(
    fails.map((isBad): ProbeAnswer => ({ ok: !isBad, status: isBad ? 500 : 200, track })),
    track,
  );

test("checkPath() names exactly the tracks that fail most of their probes, whatever their order", () => {
  const six = fc.array(fc.boolean(), { minLength: 6, maxLength: 6 });
  const isBad = (fails: readonly boolean[]): boolean => fails.filter(Boolean).length > 3;
  fc.assert(
    fc.property(six, six, (stable, canary) => {
      const { problems } = check(answersOf("stable", stable), answersOf("canary", canary));
      const expected = [...(isBad(stable) ? ["stable"] : []), ...(isBad(canary) ? ["canary"] : [])];
      expect(problems.map(({ track }) => track)).toEqual(expected);
    }),
  );
});

test("checkPath() passes in a hundred thousand gates of two tracks that fail 0.5 % of requests each", () => {
  // Uniform numbers of a seed: the same in every run.
  let seed = 1;
  const isUnlucky = (): boolean => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647 < 0.005;
  };
  const look = (track: "stable" | "canary") => answersOf(track, Array.from({ length: 6 }, isUnlucky));
  const gates = Array.from({ length: 100_000 }, () => [look("stable"), look("canary")] as const);
  const unlucky = gates.filter(([stable, canary]) => stable.good + canary.good < 12);
  expect(unlucky.length / gates.length).toBeCloseTo(1 - 0.995 ** 12, 2);
  expect(unlucky.filter(([stable, canary]) => check(stable, canary).problems.length > 0)).toEqual([]);
});

test("checkPath() refuses a stable that mostly fails", () => {
  expect(check(probesOf(1), probesOf(6)).problems).toEqual([expect.objectContaining({ track: "stable" })]);
});

test.each([
  ["in the first gate and in preview", undefined, false],
  ["in the second gate", unanswered, true],
])(
  "checkPath() says %s that the gateway cannot be reached from here, with what to do, and blames no track",
  (_, canary, second) => {
    const { problems } = check(unanswered, canary, second);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.text).toMatch(/^the gateway must be reachable from here: got .*ECONNREFUSED/);
    expect(problems[0]?.fix).toContain("sluice:traffic.address");
    expect(problems[0]).not.toHaveProperty("track");
  },
);

test("checkPath() leaves the canary to the second gate", () => {
  expect(check(probesOf(5), undefined, false)).toEqual({
    problems: [],
    fine: "probes reach stable (5 of 6)",
    pending: true,
  });
});

const emergency = (expired: boolean) => ({ emergency: { reason: "r", expires: "e", expired } });
const rollback = { ledger: ledgerOf({ attempt: attemptOf([], { kind: "rollback" }) }) };

test.each([
  ["a release", {}, 1],
  ["an emergency release", emergency(false), 0],
  ["one whose time is over", emergency(true), 1],
  ["a rollback", rollback, 0],
])(
  "checkPath(): a probe rule that is open where the app's is closed, in %s: %d problems",
  (_, more, count) => {
    const probes = { stable: probesOf(6), canary: probesOf(6) };
    const { problems, fine } = checkPath(factsOf({ probes, second: true, openRule: "it is open", ...more }));
    expect(problems).toHaveLength(count);
    expect(fine.includes("it is open")).toBe(count === 0);
  },
);

test("checkPath() says what cannot be verified, and refuses nothing for it", () => {
  expect(check(unverified("no right"), unverified("no right"))).toMatchObject({
    problems: [],
    fine: "probes reach both tracks (stable cannot be verified: no right, canary cannot be verified: no right)",
  });
});

test("checkPath() sends to the certificate where that is what no probe gets past", () => {
  const fixOf = (tls: GateFacts["tls"]) =>
    checkPath(
      factsOf({ probes: { stable: unanswered }, second: false, ...(tls === undefined ? {} : { tls }) }),
    ).problems[0]?.fix;
  const problems = [{ text: "it must be valid", fix: "renew it" }];
  expect(fixOf({ problems, found: "", isSilent: false, stapled: [], unstapled: [] })).toMatch(
    /^repair the certificate first: check tls/,
  );
  for (const tls of [
    undefined,
    { problems, found: "", isSilent: true, stapled: [], unstapled: [] },
    { problems: [], found: "valid", isSilent: false, stapled: [], unstapled: [] },
  ])
    expect(fixOf(tls)).toMatch(/^set sluice:traffic\.address/);
});
