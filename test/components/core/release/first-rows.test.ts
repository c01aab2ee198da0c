import { given, firstLedger, nothing, rolling, firstUp, expectRows, gone } from "./situations";
import { A, B, attempt, ledger, track } from "./world";

expectRows([
  // no digest was ever promoted or Available
  {
    name: "first deploy: nothing is there",
    facts: nothing,
    expected: {
      kind: "first",
      stable: { image: A },
      canary: { image: A },
      migrate: true,
      begins: true,
      adopt: false,
      frozen: false,
    },
  },
  {
    name: "a service that is taken over: what migrated for it ran long ago",
    facts: { ...nothing, takesOver: true },
    expected: { kind: "first", stable: { image: A }, migrate: false, begins: true },
  },
  {
    name: "first deploy goes on",
    facts: firstUp,
    expected: { kind: "first", stable: { image: A }, migrate: true, begins: false },
  },
  {
    name: "first deploy goes on before its objects were created",
    facts: given({ ...gone, ledger: firstLedger }),
    expected: { kind: "first", begins: false },
  },
  {
    name: "first deploy is replaced while it was never Available",
    facts: { ...firstUp, image: B },
    expected: {
      kind: "first",
      stable: { image: B },
      canary: { image: B },
      begins: true,
      observeFirst: false,
    },
  },
  {
    name: "first deploy that is Available goes on",
    facts: { ...firstUp, stable: track(A) },
    expected: { kind: "first", stable: { image: A }, begins: false },
  },
  {
    name: "first deploy that is Available is not replaced",
    facts: { ...firstUp, stable: track(A), image: B },
    expected: { kind: "refuse" },
    says: `release.image must be ${A} while that is being promoted: got ${B}`,
  },
  {
    name: "first deploy that was aborted stays away",
    facts: { ...firstUp, ledger: { ...firstLedger, phase: "aborted", aborted: [{ image: A }] } },
    expected: { kind: "refuse" },
    says: "sluice retry prod --reason TEXT",
  },
  {
    name: "first deploy after another that was aborted",
    facts: { ...firstUp, ledger: { ...firstLedger, phase: "aborted", aborted: [{ image: A }] }, image: B },
    expected: { kind: "first", stable: { image: B }, begins: true },
  },
  {
    name: "first deploy that was aborted though Available: what serves is stable",
    facts: {
      ...firstUp,
      stable: track(A),
      ledger: { ...firstLedger, phase: "aborted", aborted: [{ image: A }] },
      image: B,
    },
    expected: { kind: "start", stable: { image: A }, canary: { image: B }, begins: true },
  },
  {
    name: "another release than a first where nothing was ever promoted",
    facts: given({ ledger: ledger({ phase: "held", promoted: [], attempt: attempt(B) }), stable: rolling }),
    expected: { kind: "refuse" },
    says: "must be a known situation: got phase held, attempt 2 (release) of sha256:bbbbbbbbbbbb, weight 0 % live",
  },
  {
    name: "another release than a first, and its objects were never created",
    facts: given({ ...gone, ledger: ledger({ phase: "held", promoted: [], attempt: attempt(B) }) }),
    expected: { kind: "refuse", stable: { image: "" }, canary: { image: "" } },
    says: "stable missing, canary missing, this checkout sha256:aaaaaaaaaaaa",
  },
]);
