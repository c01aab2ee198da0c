import { applyReplicas } from "../../../../components/providers/release/release-replicas";
import type { Session } from "../../../../components/session/session";
import { autoscalerOf } from "../../../support/autoscaler";
import { ledgerOf } from "../../../support/gate";
import { scaledCluster } from "../../../support/scaled-cluster";

function sessionOf(made: ReturnType<typeof scaledCluster>, phase: "promoted" | "progressing"): Session {
  const store = { read: async () => await Promise.resolve({ ledger: ledgerOf({ phase }) }) };
  return { ...made.context, store } as unknown as Session;
}

test("applyReplicas() keeps what an outside autoscaler set, and says so", async () => {
  const made = scaledCluster({ stable: 20 });
  await applyReplicas(sessionOf(made, "promoted"), { replicas: 2 });
  expect(made.scaled.stable).toBe(20);
  expect(made.said).toEqual(["stable keeps 20 pods, 2 are declared: live numbers win"]);
});

test("applyReplicas() sets what its owner declares now", async () => {
  const made = scaledCluster({ stable: 5 });
  await applyReplicas(sessionOf(made, "promoted"), { replicas: 5 });
  expect(made.scaled.stable).toBe(2);
});

test.each([
  ["between releases", "promoted", 3],
  ["not while one runs", "progressing", 6],
] as const)("applyReplicas() sets the lower end of our autoscaler %s", async (_, phase, floor) => {
  const declared = { minReplicas: 3, maxReplicas: 10 };
  const made = scaledCluster({ stable: 6, autoscalers: [autoscalerOf({ minReplicas: 6 })] }, { declared });
  await applyReplicas(sessionOf(made, phase), { minReplicas: 6, maxReplicas: 10 });
  expect(made.scaled.autoscalers[0]?.spec.minReplicas).toBe(floor);
  expect(made.scaled.stable).toBe(6);
});
