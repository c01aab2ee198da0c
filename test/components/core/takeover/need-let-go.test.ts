import { needLetGoOf } from "../../../../components/core/takeover/need-let-go";

const place = { app: "shop", namespace: "prod", cluster: { context: "prod-eu", uid: "u" } };
const { paths, judge } = needLetGoOf(place, {
  deployment: "web",
  services: ["front"],
  budgets: ["web"],
  scalers: ["web"],
  pods: 2,
});
const found = (spec: object, annotations?: Readonly<Record<string, string>>, name = "web") =>
  ({
    kind: "found",
    object: {
      metadata: { name, namespace: "prod", ...(annotations === undefined ? {} : { annotations }) },
      spec,
    },
  }) as const;
const helm = { "meta.helm.sh/release-name": "shop" };

test("needLetGoOf() looks at everything that a takeover writes", () => {
  expect(paths).toEqual([
    "/apis/apps/v1/namespaces/prod/deployments/web",
    "/api/v1/namespaces/prod/services/front",
    "/apis/policy/v1/namespaces/prod/poddisruptionbudgets/web",
    "/apis/autoscaling/v2/namespaces/prod/horizontalpodautoscalers/web",
  ]);
});

test("needLetGoOf() refuses owners that have not let go, each by its object", () => {
  const { problems } = judge([
    found({ replicas: 2 }, helm),
    found({ selector: { app: "x" } }, helm, "front"),
    found({ selector: { matchLabels: { app: "x" } } }, helm),
    found({ scaleTargetRef: { name: "web" } }, helm),
  ]);
  expect(problems.map(({ holder, end }) => [holder, end])).toEqual([
    ["Deployment prod/web of Helm release shop", "refused"],
    ["Service prod/front of Helm release shop", "refused"],
    ["PodDisruptionBudget prod/web of Helm release shop", "refused"],
    ["HorizontalPodAutoscaler prod/web of Helm release shop", "refused"],
  ]);
  expect(problems[0]?.text).toMatch(
    /^Cannot take "shop" over: Deployment prod\/web must be let go by its owner/,
  );
});

test("needLetGoOf() looks at nothing that was written, is gone, or may not be read, and tells who applied it", () => {
  const narrowed = { selector: { app: "x", "sluice.dev/track": "stable" } };
  const split = { selector: { app: "x" } };
  expect(
    judge([{ kind: "absent" }, found(split, { ...helm, "sluice.dev/selector": "{}" }, "front")]).problems,
  ).toEqual([]);
  const without = { selector: { matchExpressions: [{ key: "sluice.dev/track", operator: "DoesNotExist" }] } };
  expect(
    judge([
      found({ replicas: 0 }, helm),
      found(narrowed, helm),
      found(without, helm),
      found({ scaleTargetRef: { name: "shop-stable" } }, helm),
    ]).problems,
  ).toEqual([]);
  expect(judge([{ kind: "absent" }, { kind: "hidden" }, { kind: "absent" }])).toEqual({
    problems: [],
    notes: [],
  });
  const applied = { "kubectl.kubernetes.io/last-applied-configuration": "{}" };
  expect(judge([{ kind: "absent" }, found({ selector: { app: "x" } }, applied, "front")]).notes).toEqual([
    expect.stringMatching(/^Service prod\/front was applied by kubectl/),
  ]);
});
