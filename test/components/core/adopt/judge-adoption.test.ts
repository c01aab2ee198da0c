import { judgeAdoption } from "../../../../components/core/adopt/judge-adoption";
import type { AdoptionFacts } from "../../../../components/core/adopt/judge-adoption";
import type { ObjectMeta } from "../../../../components/core/object-meta";
import { object, service } from "../workload/from/set";

const meta = (name: string, more: Partial<ObjectMeta> = {}): ObjectMeta => ({
  name,
  namespace: "prod",
  uid: "u",
  resourceVersion: "1",
  ...more,
});
const applied = { annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{}" } };
const scaled = object("keda.sh/v1alpha1", "ScaledObject", "shop", {
  spec: { scaleTargetRef: { name: "x" } },
});
const facts: AdoptionFacts = {
  app: "shop",
  deployment: "old",
  cluster: { context: "prod-eu" },
  manager: "sluice-base",
  running: meta("old"),
  live: [
    { object: service("web"), live: meta("web", applied) },
    { object: service("ours"), live: meta("ours", { managedFields: [{ manager: "sluice-base" }] }) },
    { object: service("new"), live: undefined },
    { object: scaled, live: meta("shop", { annotations: { "meta.helm.sh/release-name": "shop" } }) },
    { object: object("v1", "ServiceAccount", "web"), live: meta("web") },
  ],
  isPreview: true,
};

test("judgeAdoption() shows in a preview the steps, and who has to let go of what is there already", () => {
  const { adopted, problems, notes } = judgeAdoption(facts);
  expect(problems).toEqual([]);
  expect(adopted).toEqual([facts.live[0]?.object, scaled, facts.live[4]?.object]);
  expect(notes).toEqual([
    expect.stringMatching(/^takeover, step 1: Deployment shop-stable .* join Service web/),
    expect.stringMatching(/^takeover, step 2: .*Service web leads to them alone/),
    "takeover, step 3: Service shop-canary joins the route at weight 0",
    "takeover, step 4: ScaledObject shop is turned to shop-stable, or paused",
    "takeover, step 5: after the drain Deployment old goes to 0 pods, and stays",
    expect.stringMatching(
      /^ScaledObject prod\/shop must be let go by its owner first: got Helm release shop/,
    ),
    "Service prod/web was applied by kubectl: take it out of what is applied, which would write /spec/selector back",
    "ScaledObject shop is there already and stays as it is until the takeover",
    "ServiceAccount web is there already and stays as it is until the takeover",
  ]);
});

test("judgeAdoption() refuses an up before anything is touched, and says that what serves goes on", () => {
  expect(judgeAdoption({ ...facts, isPreview: false })).toMatchObject({
    problems: [
      {
        path: "sluice:app.adopt",
        text: "Deployment old, Service web must not be taken over by this version: it plans the takeover, and touches nothing",
        fix: "a preview shows the steps; what serves goes on serving as it is",
      },
    ],
    notes: [],
  });
});

test("judgeAdoption() refuses a Deployment that is not there", () => {
  expect(judgeAdoption({ ...facts, running: undefined }).problems).toMatchObject([
    { text: "sluice:app.adopt must name a Deployment that runs: got old, which is not there" },
  ]);
});
