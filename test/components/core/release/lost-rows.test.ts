import { given, expectRows, aborted, gone, promoting, soaking } from "./situations";
import { A, B, C, attempt, idle, ledger, route, running, track } from "./world";

expectRows([
  // lost or damaged ledger
  {
    name: "damaged ledger",
    facts: given({ ledger: undefined, ledgerProblem: "version 9, this Sluice knows 1" }),
    expected: { kind: "refuse", stable: { image: A }, canary: { image: A } },
    says: "ConfigMap sluice-shop must be a readable ledger: got version 9",
  },
  {
    name: "lost ledger between releases",
    facts: given({ ledger: undefined }),
    expected: {
      kind: "none",
      stable: { image: A },
      basis: expect.objectContaining({ ledger: expect.objectContaining({ phase: "promoted" }) }),
    },
  },
  {
    name: "lost ledger between releases, new image",
    facts: given({ ledger: undefined, image: B }),
    expected: { kind: "start", stable: { image: A }, canary: { image: B } },
  },
  {
    name: "lost ledger while promoting",
    facts: { ...promoting, ledger: undefined },
    expected: { kind: "promote", stable: { image: B }, canary: { image: B } },
  },
  {
    name: "lost ledger, annotated as aborted",
    facts: {
      ...aborted,
      ledger: undefined,
      stable: track(A, { promoted: { image: A }, aborted: [{ image: B }] }),
    },
    expected: { kind: "aborted", stable: { image: A }, canary: { image: B } },
    says: "sluice retry",
  },
  {
    name: "lost ledger under traffic: only an abort",
    facts: { ...soaking, ledger: undefined },
    expected: { kind: "refuse" },
    says: "live weight must be 0 % after the ledger was lost: got 50 %\n  → `sluice abort prod`",
  },
  {
    name: "lost ledger under traffic, reverted in Git: only an abort",
    facts: { ...soaking, ledger: undefined, image: A },
    expected: { kind: "refuse" },
    says: "`sluice abort prod`",
  },
  {
    name: "lost ledger under traffic of no release: only an abort",
    facts: given({ ledger: undefined, route: route(30) }),
    expected: { kind: "refuse" },
    says: "`sluice abort prod`",
  },
  {
    name: "lost ledger with a canary at weight 0: a new attempt",
    facts: given({ ledger: undefined, image: B, canary: idle(B) }),
    expected: { kind: "start", canary: { image: B }, begins: true },
  },
  {
    name: "lost ledger with a canary at weight 0, reverted in Git",
    facts: given({ ledger: undefined, canary: idle(B) }),
    expected: { kind: "revert", canary: { image: A }, zeroFirst: "revert" },
  },
  {
    name: "lost ledger with a canary at weight 0 and an aborted digest",
    facts: given({
      ledger: undefined,
      image: C,
      canary: idle(B),
      stable: track(A, { promoted: { image: A }, aborted: [{ image: C }] }),
    }),
    expected: { kind: "refuse" },
    says: "must not be an aborted version while another is held",
  },
  {
    name: "a ledger rebuilt under traffic, somebody put the weight to 0",
    facts: {
      ...soaking,
      ledger: running(50, "held", { phase: "held", attempt: attempt(B, { stages: [] }) }),
      route: route(0),
    },
    expected: { kind: "refuse" },
    says: "after the ledger was lost",
  },
  {
    name: "a promotion without an attempt",
    facts: given({ ledger: ledger({ phase: "promoting" }) }),
    expected: { kind: "refuse" },
    says: "got phase promoting, attempt none",
  },
  // Pulumi's state was lost
  {
    name: "state lost between releases: adopt",
    facts: given({ hadState: false }),
    expected: { kind: "none", stable: { image: A }, adopt: true },
  },
  {
    name: "state lost, new image: adopt",
    facts: given({ hadState: false, image: B }),
    expected: { kind: "start", canary: { image: B }, adopt: true },
  },
  {
    name: "state lost under traffic",
    facts: { ...soaking, hadState: false },
    expected: { kind: "refuse", adopt: false },
    says: "live weight and canary replicas must be 0: got 50 % and 3\n  → `sluice abort prod`",
  },
  {
    name: "state lost with canary pods",
    facts: given({ hadState: false, canary: track(A) }),
    expected: { kind: "refuse" },
    says: "got 0 % and 3",
  },
  {
    name: "state lost and objects gone: stable gets the last promoted digest",
    facts: given({ ...gone, hadState: false }),
    expected: { kind: "none", stable: { image: A }, adopt: false },
  },
  {
    name: "state and ledger lost: adopt what is live",
    facts: given({ hadState: false, ledger: undefined }),
    expected: { kind: "none", stable: { image: A }, adopt: true },
  },
]);
