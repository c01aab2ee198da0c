import {
  aborted,
  between,
  expectRows,
  given,
  intended,
  nothing,
  promoting,
  ready,
  soaking,
} from "./situations";
import { A, B, C, foreignRule, idle, route, track } from "./world";

/** Route at a weight that Sluice wrote, beside a foreign rule that sends everything to the canary. */
const beside = (written: number, own = false) =>
  route(100, "1-e", { foreign: { written, rules: [foreignRule({ own })] } });
const rule = "no rule of others may reach the canary: got HTTPRoute shop/other spec.rules[0]";

expectRows([
  {
    name: "a rule of others is told where nothing changes, and the canary's pods stay",
    facts: { ...between, route: beside(0), canary: track(A) },
    expected: { kind: "none", idleCanary: false },
    says: rule,
  },
  {
    name: "no new attempt while a rule of others reaches the canary",
    facts: given({ image: B, route: beside(0) }),
    expected: { kind: "refuse" },
    says: rule,
  },
  {
    name: "no change of the canary under a rule of others after an abort",
    facts: { ...aborted, image: A, route: beside(0) },
    expected: { kind: "refuse" },
    says: rule,
  },
  {
    name: "a first deploy over a canary that a rule of others reaches is refused",
    facts: {
      ...nothing,
      hadState: true,
      canary: idle(B),
      stable: track(A, { available: false }),
      route: beside(0),
    },
    expected: { kind: "refuse" },
    says: "live weight must be 0 %: got 100 %\n  → `sluice abort prod`",
  },
  {
    name: "superseding is refused where the rule stands in another object",
    facts: { ...soaking, image: C, intent: intended, route: beside(50) },
    expected: { kind: "refuse" },
    says: rule,
  },
  {
    name: "superseding takes a rule in the route out",
    facts: { ...soaking, image: C, intent: intended, route: beside(50, true) },
    expected: { kind: "supersede", zeroFirst: "supersede" },
  },
  {
    name: "a stage's release goes on and tells of it",
    facts: { ...soaking, route: beside(50) },
    expected: { kind: "continue" },
    says: rule,
  },
  {
    name: "no promotion while a rule of others reaches the canary",
    facts: { ...ready, route: beside(100) },
    expected: { kind: "refuse" },
    says: rule,
  },
  {
    name: "a promotion that runs goes on and tells of it",
    facts: { ...promoting, route: beside(100) },
    expected: { kind: "promote" },
    says: rule,
  },
]);
