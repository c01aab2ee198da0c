import { between, given, aborted, expectRows } from "./situations";
import { A, B, C, attempt, idle, image, ledger, now, passed, route, running, track } from "./world";
import type { EarlierAttempt } from "../../../../components/core/ledger/ledger";

/** An attempt that was rejected, as the ledger files it. */
const filed = (number: number, of: string): EarlierAttempt => ({
  number,
  kind: "release",
  image: of,
  revision: "1111111111",
  outcome: "aborted",
  reason: "fail: relative",
  startedAtSeconds: now - 200,
  endedAtSeconds: now - 150,
});

expectRows([
  // I = S, nothing running
  {
    name: "nothing to release",
    facts: between,
    expected: {
      kind: "none",
      stable: { image: A },
      canary: { image: A },
      migrate: false,
      frozen: false,
      observeFirst: false,
    },
  },
  {
    name: "nothing to release under another name of the digest",
    facts: given({ image: image("a", "mirror.example.org/app") }),
    expected: { kind: "none", stable: { image: A }, canary: { image: A } },
  },
  {
    name: "nothing to release after an abort: the canary goes back to stable's digest",
    facts: { ...aborted, image: A, observed: undefined },
    expected: { kind: "none", stable: { image: A }, canary: { image: A }, observeFirst: true },
  },
  {
    name: "nothing to release, but somebody raised the weight: it stays",
    facts: given({ route: route(30) }),
    expected: { kind: "none", canary: { image: A } },
    says: "live weight is 30 %, the ledger has 0 %",
  },
  {
    name: "the canary would change under a foreign weight",
    facts: { ...aborted, image: A, route: route(30) },
    expected: { kind: "refuse" },
    says: "live weight must be 0 %: got 30 %\n  → `sluice abort prod`",
  },
  // I ≠ S, nothing running, I not aborted
  {
    name: "new attempt",
    facts: given({ image: B }),
    expected: {
      kind: "start",
      stable: { image: A },
      canary: { image: B },
      migrate: true,
      begins: true,
      observeFirst: false,
      frozen: true,
    },
  },
  {
    name: "new attempt in preview: nobody measured yet",
    facts: given({ image: B, observed: undefined }),
    expected: { kind: "start", canary: { image: B }, observeFirst: true },
  },
  {
    name: "new attempt while requests still reach the canary",
    facts: given({ image: B, observed: "contradicted" }),
    expected: { kind: "start", observeFirst: true },
  },
  {
    name: "new attempt after an aborted one",
    facts: { ...aborted, image: C },
    expected: { kind: "start", stable: { image: A }, canary: { image: C }, begins: true },
  },
  {
    name: "new attempt of a digest that was promoted once: no old migration",
    facts: given({
      image: A,
      ledger: ledger({ promoted: [{ image: A }, { image: B }] }),
      stable: track(B),
      canary: idle(B),
    }),
    expected: { kind: "start", stable: { image: B }, canary: { image: A }, migrate: false },
  },
  {
    name: "new attempt where somebody raised the weight",
    facts: given({ image: B, route: route(30) }),
    expected: { kind: "refuse" },
    says: "live weight must be 0 % to start a release: got 30 %",
  },
  {
    name: "new attempt while the weight of the last one is still written",
    facts: {
      ...aborted,
      image: C,
      route: route(100),
      ledger: passed({ phase: "aborted", aborted: [{ image: B }] }),
      canary: track(B),
    },
    expected: { kind: "refuse" },
    says: "`sluice abort prod` puts all traffic on stable",
  },
  ...["superseded", "reverted", "interrupted: no pod was ready"].map((endReason) => ({
    name: `new attempt of the same image after one that was ${endReason}`,
    facts: {
      ...aborted,
      ledger: running(50, "held", {
        phase: "aborted" as const,
        weight: 0,
        attempt: attempt(B, { endReason }),
      }),
    },
    expected: { kind: "start", stable: { image: A }, canary: { image: B }, begins: true } as const,
  })),
  {
    name: "new attempt of the same image after one that was put back from a stable that did not recover",
    facts: {
      ...aborted,
      ledger: running(50, "held", {
        phase: "aborted",
        weight: 0,
        putBack: [{ image: C }],
        attempt: attempt(B, { endReason: "stable-harmed: stable became worse" }),
      }),
    },
    expected: { kind: "start", stable: { image: A }, canary: { image: B }, begins: true },
  },
  {
    name: "an image that was put back stays away where stable recovered",
    facts: {
      ...aborted,
      ledger: running(50, "held", {
        phase: "aborted",
        weight: 0,
        putBack: [{ image: B }],
        attempt: attempt(B, { endReason: "stable-harmed: stable became worse" }),
      }),
    },
    expected: { kind: "aborted", stable: { image: A }, canary: { image: B }, begins: false },
    says: "sluice retry prod --reason TEXT",
  },
  // I = C, aborted
  {
    name: "an aborted digest stays away",
    facts: aborted,
    expected: {
      kind: "aborted",
      stable: { image: A },
      canary: { image: B },
      migrate: false,
      begins: false,
      frozen: false,
    },
    says: "release another version, or `sluice retry prod --reason TEXT`",
  },
  {
    name: "an aborted digest whose pods still drain: nothing goes before 0 is observed",
    facts: { ...aborted, canary: track(B), observed: undefined },
    expected: { kind: "aborted", observeFirst: true, idleCanary: true },
    says: "sluice retry",
  },
  {
    name: "an aborted promotion puts stable back",
    facts: { ...aborted, stable: track(B, { promoted: { image: A } }) },
    expected: { kind: "aborted", stable: { image: A }, canary: { image: B } },
    says: "sluice retry",
  },
  {
    name: "an aborted promotion that still has traffic on the canary",
    facts: {
      ...aborted,
      ledger: passed({ phase: "aborted", aborted: [{ image: B }] }),
      canary: track(B),
      route: route(100),
    },
    expected: {
      kind: "aborted",
      stable: { image: A },
      canary: { image: B },
      sentence: expect.stringContaining("no reason known"),
    },
    says: "live weight is 100 %\n  → `sluice abort prod`",
  },
  {
    name: "an aborted release with a foreign weight",
    facts: { ...aborted, route: route(7) },
    expected: { kind: "aborted", canary: { image: B } },
    says: "live weight is 7 %, the ledger has 0 %",
  },
  {
    name: "a digest that an earlier attempt aborted",
    facts: { ...between, image: C, ledger: ledger({ aborted: [{ image: C }] }) },
    expected: { kind: "aborted", stable: { image: A }, canary: { image: A } },
    says: "sluice retry",
  },
  {
    name: "an aborted digest where the canary has to be created again",
    facts: {
      ...between,
      image: C,
      ledger: ledger({ aborted: [{ image: C }] }),
      canary: undefined,
      refreshedAway: ["canary"],
    },
    expected: { kind: "aborted", stable: { image: A }, canary: { image: A } },
    says: "sluice retry",
  },
  // I has other settings than an aborted version of the same image
  ...[
    { name: "in the attempt before", known: "attempt 2", change: {} },
    {
      name: "in an earlier attempt",
      known: "attempt 1",
      change: {
        attempt: attempt(C, { number: 2, endReason: "superseded" }),
        earlier: [filed(1, B)],
      },
    },
    {
      name: "in an attempt that nobody knows any more",
      known: "attempt unknown",
      change: { attempt: attempt(C) },
    },
  ].map(({ name, known, change }) => ({
    name: `an image that was rejected with other settings ${name}`,
    facts: {
      ...aborted,
      revision: "2222222222",
      ledger: ledger({
        phase: "aborted",
        aborted: [{ image: B, revision: "1111111111" }],
        attempt: attempt(B, { revision: "1111111111", endReason: "fail: relative" }),
        ...change,
      }),
    },
    expected: {
      kind: "start",
      sentence: expect.stringContaining(`its image was rejected with other settings (${known})`),
    } as const,
  })),
]);
