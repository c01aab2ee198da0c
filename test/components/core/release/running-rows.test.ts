import { shortDigest } from "../../../../components/core/workload/short-digest";
import { noIntent } from "../../../../components/core/release/intent";
import { given, intended, soaking, ready, rollback, expectRows } from "./situations";
import { A, B, C, D, idle, ledger, passed, route, running, track } from "./world";

expectRows([
  // I = S, progressing, held or passed
  ...[soaking, { ...soaking, ledger: running(50, "held", { phase: "held" as const }) }, ready].map(
    (facts) => ({
      name: `reverted in Git while ${facts.ledger?.phase}`,
      facts: { ...facts, image: A, intent: intended },
      expected: {
        kind: "revert",
        stable: { image: A },
        canary: { image: A },
        zeroFirst: "revert",
        migrate: false,
        begins: false,
        frozen: true,
      } as const,
    }),
  ),
  {
    name: "reverted in Git, whoever set the weight",
    facts: { ...soaking, image: A, route: route(80), intent: intended },
    expected: { kind: "revert", zeroFirst: "revert" },
  },
  // I ≠ S, another release under way
  ...[soaking, { ...soaking, ledger: running(50, "held", { phase: "held" as const }) }, ready].map(
    (facts) => ({
      name: `superseded while ${facts.ledger?.phase}`,
      facts: { ...facts, image: C, intent: intended },
      expected: {
        kind: "supersede",
        stable: { image: A },
        canary: { image: C },
        zeroFirst: "supersede",
        migrate: true,
        begins: true,
        frozen: true,
      } as const,
    }),
  ),
  ...[noIntent, intended].map((intent) => ({
    name: `an aborted digest while another release runs, ${intent.supersede === undefined ? "not " : ""}intended`,
    facts: { ...soaking, image: C, ledger: running(50, "soaking", { aborted: [{ image: C }] }), intent },
    expected: { kind: "refuse" } as const,
    says: "`sluice abort prod --reason TEXT` ends that one, then `sluice retry prod --reason TEXT` tries this one again",
  })),
  // reverted or superseded by a run that does not mean it
  ...[A, C].flatMap((image) =>
    [soaking, { ...soaking, ledger: running(50, "held", { phase: "held" as const }) }, ready].flatMap(
      (facts) =>
        [noIntent, { ...noIntent, supersede: 1 }].map((intent) => ({
          name: `${image === A ? "stable's" : "another"} image from a schedule or another checkout while ${facts.ledger?.phase}, ${intent.supersede === 1 ? "meant for another attempt" : "not intended"}`,
          facts: { ...facts, image, intent },
          expected: { kind: "refuse", stable: { image: A }, canary: { image: B } } as const,
          says: "`sluice abort prod --reason TEXT` first; or, to end it by this version, `sluice rollout prod` or release.supersede: 2",
        })),
    ),
  ),
  {
    name: "another image from a commit that is older than the one that began the release",
    facts: { ...soaking, image: C, intent: { ...intended, age: "older" } },
    expected: { kind: "refuse" },
    says: "check out a newer commit, or `sluice rollout prod --from-older-commit`",
  },
  ...([{ age: "older", fromOlderCommit: true }, { age: "notOlder" }, { age: "unknown" }] as const).map(
    (age) => ({
      name: `another image from a commit that is ${JSON.stringify(age)}`,
      facts: { ...soaking, image: C, intent: { ...intended, ...age } },
      expected: { kind: "supersede", zeroFirst: "supersede" } as const,
    }),
  ),
  {
    name: "another image in a preview: shown, and what up says to it",
    facts: { ...soaking, image: C, intent: { ...noIntent, previewed: true } },
    expected: { kind: "supersede", canary: { image: C }, zeroFirst: "supersede" },
    says: "`up` refuses this now: release.image must be",
  },
  // I = C, progressing or held
  {
    name: "the release is with its stages",
    facts: soaking,
    expected: {
      kind: "continue",
      stable: { image: A },
      canary: { image: B },
      migrate: true,
      begins: false,
      frozen: true,
    },
  },
  {
    name: "the release is held",
    facts: { ...soaking, ledger: running(50, "held", { phase: "held" }) },
    expected: { kind: "continue", stable: { image: A }, canary: { image: B } },
  },
  {
    name: "the canary is written at weight 0",
    facts: given({ image: B, ledger: running(1, "pending", { weight: 0 }), observed: undefined }),
    expected: { kind: "continue", canary: { image: B }, observeFirst: true },
  },
  {
    name: "the canary was changed by hand under traffic",
    facts: { ...soaking, canary: track(D) },
    expected: { kind: "refuse" },
    says: `Cannot change the canary of "shop" from ${shortDigest(D)} to ${shortDigest(B)}: live weight must be 0 %: got 50 %`,
  },
  {
    name: "another writer moved traffic: the weight stays, and it is said",
    facts: { ...soaking, route: route(80) },
    expected: { kind: "continue", stable: { image: A }, canary: { image: B } },
    says: "live weight is 80 %, the ledger has 50 %",
  },
  // rollback attempts
  {
    name: "a rollback goes on without a migration",
    facts: given({
      image: A,
      ledger: ledger({ phase: "progressing", promoted: [{ image: A }, { image: B }], attempt: rollback }),
      stable: track(B),
      canary: idle(B),
    }),
    expected: { kind: "continue", stable: { image: B }, canary: { image: A }, migrate: false },
  },
  {
    name: "a rollback is promoted without a migration",
    facts: {
      ...ready,
      image: A,
      ledger: passed({ promoted: [{ image: A }, { image: B }], attempt: rollback }),
      stable: track(B),
      canary: track(A),
    },
    expected: { kind: "promote", stable: { image: A }, migrate: false },
  },
  {
    name: "what a rollback left behind stays away",
    facts: given({
      image: B,
      ledger: ledger({ promoted: [{ image: B }, { image: A }], aborted: [{ image: B }], attempt: rollback }),
    }),
    expected: { kind: "aborted", stable: { image: A } },
    says: "sluice retry",
  },
]);
