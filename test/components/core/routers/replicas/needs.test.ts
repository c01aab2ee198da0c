import { replicas } from "../../../../../components/core/routers/replicas/replicas";
import type { Found } from "../../../../../components/core/routers/need";
import type { SizedSettings } from "../../../../../components/core/routers/router";
import { serviceAt, serviceOf, settings } from "./any-service";

const absent: Found = { kind: "absent" };
const found = (object: unknown): Found => ({ kind: "found", object });

/** Everything found, by the ends of the paths. */
function judge(objects: Readonly<Record<string, Found>>, sized: Partial<SizedSettings> = {}) {
  const look = (path: string): Found =>
    Object.entries(objects).find(([part]) => path.includes(part))?.[1] ?? absent;
  const findings = replicas.needs({ ...settings, ...sized }).map((need) => need.judge(need.paths.map(look)));
  return {
    problems: findings.flatMap(({ problems }) => problems),
    notes: findings.flatMap(({ notes }) => notes),
  };
}

const stages = (...weights: readonly number[]): Partial<SizedSettings> => ({
  stages: weights.map((weight) => ({ key: String(weight), exposure: { weight }, soakSeconds: 1 })),
});

describe("replicas.needs() of the weights", () => {
  test("tells what pods make of each, rounded down", () => {
    const { problems, notes } = judge({}, { ...stages(34, 50, 100), stable: { replicas: 2 } });
    expect(problems).toEqual([]);
    expect(notes.filter((note) => note.startsWith("stage"))).toEqual([
      "stage 34 %: 1 of 3 pods, 33 % of connections",
      "stage 50 %: 2 of 4 pods, 50 % of connections",
    ]);
  });

  test("refuses each that no pod makes, with the least one and the pods that it needs", () => {
    const { problems } = judge({}, { ...stages(1, 20, 100), stable: { minReplicas: 3, maxReplicas: 9 } });
    expect(problems).toEqual([
      {
        text: 'Cannot route traffic to "shop": sluice:stages[0].weight must be a share that pods make: got 1 %, and one pod beside 3 of stable is 25 %',
        path: "sluice:stages[0].weight",
        fix: "begin with weight 25, or give stable 99 pods",
        end: "usage",
      },
      expect.objectContaining({
        path: "sluice:stages[1].weight",
        fix: "begin with weight 25, or give stable 4 pods",
      }),
    ]);
  });

  test("counts the pods that stable has", () => {
    const live = { "deployments/shop-stable": found({ spec: { replicas: 19 } }) };
    expect(judge(live, { ...stages(5), stable: { replicas: 2 } }).problems).toEqual([]);
    const asleep = { "deployments/shop-stable": found({ spec: { replicas: 0 } }) };
    expect(judge(asleep, { ...stages(50) }).problems).toEqual([]);
    expect(judge({ "deployments/shop-stable": found({}) }, stages(50)).problems).toEqual([]);
  });
});

test("replicas.needs() refuses a Service of another owner, and takes its own", () => {
  const ok = stages(50);
  expect(judge({ "services/shop": found(serviceAt(20)) }, ok).problems).toEqual([]);
  const { problems } = judge({ "services/shop": found(serviceOf({ tier: "web" })) }, ok);
  expect(problems).toEqual([
    expect.objectContaining({ end: "refused", text: expect.stringContaining("got Service shop/shop") }),
  ]);
});

describe("replicas.needs() of a user's Service", () => {
  const shared = { ...settings, traffic: { ...settings.traffic, isShared: true } };
  const takeover = { deployment: "web", services: ["shop"], budgets: [], scalers: [], pods: 3 };
  const items = [
    ["web-77-a", { tier: "front", "pod-template-hash": "77" }, "web-77"],
    ["webb-77-a", { tier: "front", "pod-template-hash": "77" }, "webb-77"],
    ["worker", { tier: "back" }, "worker-1"],
  ].map(([name, labels, owner]) => ({
    metadata: {
      name,
      labels: { "app.kubernetes.io/name": "shop", ...(labels as object) },
      ownerReferences: [{ kind: "ReplicaSet", name: owner }],
    },
  }));
  const judgeShared = (sized: Partial<SizedSettings>) => {
    const look = (path: string): Found => {
      if (path.includes("/pods?")) return found({ items });
      return path.includes("services/") ? found(serviceOf({ tier: "front" })) : absent;
    };
    const findings = replicas.needs({ ...shared, ...sized }).map((need) => need.judge(need.paths.map(look)));
    return {
      problems: findings.flatMap(({ problems }) => problems),
      notes: findings.flatMap(({ notes }) => notes),
    };
  };

  test("refuses one that nothing is taken over from", () => {
    expect(judgeShared(stages(50)).problems).toContainEqual({
      text: 'Cannot route traffic to "shop": sluice:app.adopt must be set, since sluice:traffic.from names a Service: got none',
      fix: expect.stringContaining("leave sluice:traffic.from out"),
      end: "usage",
    });
  });

  test("lets the pods of before be, which leave, and those that its own labels leave out, and no others", () => {
    const { problems, notes } = judgeShared({ ...stages(25), stable: { replicas: 1 }, takeover });
    expect(problems).toEqual([
      expect.objectContaining({
        text: expect.stringMatching(/got webb-77-a \(owned by ReplicaSet webb-77\)$/),
      }),
    ]);
    expect(notes).toContain("stage 25 %: 1 of 4 pods, 25 % of connections");
  });
});

test("replicas.needs() refuses pods of others that both tracks' selector would let in", () => {
  const pod = (name: string, more: object = {}, phase?: string) => ({
    metadata: { name, labels: { "app.kubernetes.io/name": "shop", ...more } },
    ...(phase === undefined ? {} : { status: { phase } }),
  });
  const items = [
    pod("worker-1", {}, "Running"),
    pod("done", {}, "Succeeded"),
    pod("moving", { "app.kubernetes.io/component": "migration" }),
    { metadata: { name: "bare" } },
  ];
  const { problems } = judge({ "/pods?": found({ items }) }, stages(50));
  expect(problems).toEqual([
    {
      text: 'Cannot route traffic to "shop": only the tracks\' pods may have the label app.kubernetes.io/name=shop, by which both are selected: got worker-1, bare',
      fix: "give those pods another value of this label",
      end: "refused",
    },
  ]);
  const path = replicas
    .needs(settings)
    .flatMap(({ paths }) => paths)
    .find((one) => one.includes("/pods?"));
  expect(decodeURIComponent(path ?? "")).toContain(
    "labelSelector=app.kubernetes.io/name=shop,!sluice.dev/track",
  );
});
