import * as fc from "fast-check";
import { decideReplicas } from "../../../../../components/core/workload/sizes/declared-replicas";
import type { ReplicasFacts } from "../../../../../components/core/workload/sizes/declared-replicas";

const facts = (change: Partial<ReplicasFacts>): ReplicasFacts => ({
  declared: { replicas: 2 },
  before: { replicas: 2 },
  live: 2,
  autoscaled: false,
  running: false,
  ...change,
});

test.each<[string, ReplicasFacts, number | undefined, string | undefined]>([
  ["leaves what is as declared", facts({}), undefined, undefined],
  [
    "keeps what an outside autoscaler or a person set",
    facts({ live: 20 }),
    undefined,
    "keeps 20 pods, 2 are declared",
  ],
  [
    "keeps it where the state was lost",
    facts({ live: 20, before: undefined }),
    undefined,
    "live numbers win",
  ],
  [
    "keeps it where the owner declares another number",
    facts({ live: 20, before: { replicas: 5 } }),
    undefined,
    "keeps 20",
  ],
  ["brings back what is missing", facts({ live: 1 }), 2, "1 → 2 pods"],
  ["raises to what is declared now", facts({ declared: { replicas: 4 } }), 4, "2 → 4 pods"],
  ["raises while a release runs", facts({ declared: { replicas: 4 }, running: true }), 4, "2 → 4 pods"],
  [
    "lowers to what its owner declares now",
    facts({ live: 5, before: { replicas: 5 } }),
    2,
    "5 → 2 pods, as declared now",
  ],
  [
    "lowers nothing while a release runs",
    facts({ live: 5, before: { replicas: 5 }, running: true }),
    undefined,
    "keeps 5",
  ],
  [
    "keeps what a range left that is declared no more",
    facts({ live: 5, before: { minReplicas: 2, maxReplicas: 9 } }),
    undefined,
    "keeps 5",
  ],
  ["leaves a number that an autoscaler has", facts({ live: 1, autoscaled: true }), undefined, undefined],
  [
    "leaves a range to its autoscaler",
    facts({ declared: { minReplicas: 2, maxReplicas: 9 } }),
    undefined,
    undefined,
  ],
  ["does not wake what sleeps", facts({ live: 0 }), undefined, undefined],
  ["has nothing to do before the Deployment is made", facts({ live: undefined }), undefined, undefined],
])("decideReplicas() %s", (_, given, to, said) => {
  const decision = decideReplicas(given);
  expect(decision.to).toBe(to);
  if (said === undefined) expect(decision).not.toHaveProperty("sentence");
  else expect(decision.sentence).toContain(said);
});

test("decideReplicas() lowers only what its owner had declared and has lowered", () => {
  const number = fc.integer({ min: 1, max: 9 });
  fc.assert(
    fc.property(number, number, number, fc.boolean(), (declared, before, live, running) => {
      const { to } = decideReplicas(
        facts({ declared: { replicas: declared }, before: { replicas: before }, live, running }),
      );
      return to === undefined || to > live || (!running && live === before && declared < before);
    }),
  );
});
