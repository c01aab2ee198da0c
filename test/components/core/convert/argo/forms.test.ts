import { convertRollout } from "../../../../../components/core/convert/argo/rollout";
import { demand, fileOf, read, rowOf } from "../support/read";

const convert = (text: string) => demand(convertRollout(read(text), { environment: "prod" }));
const rollout = (spec: string, name = "shop") =>
  `{ kind: Rollout, apiVersion: argoproj.io/v1alpha1, metadata: { name: ${name} }, spec: { ${spec} } }`;
const template = 'template: { spec: { containers: [{ name: shop, image: "shop:1" }] } }';

test("convertRollout() refuses an input without a Rollout", () => {
  expect(convertRollout(read("{ kind: Pod, metadata: { name: a } }"), { environment: "prod" })).toEqual({
    problems: [expect.objectContaining({ text: "the input must have a Rollout: got none" })],
  });
});

test("convertRollout() takes the Deployment that a Rollout refers to", () => {
  const deployment =
    '{ apiVersion: apps/v1, kind: Deployment, metadata: { name: web }, spec: { template: { spec: { containers: [{ name: c, image: "web:1" }] } } } }';
  const further = "{ apiVersion: apps/v1, kind: Deployment, metadata: { name: extra }, spec: {} }";
  const refers = rollout("workloadRef: { kind: Deployment, name: web, scaleDown: onsuccess }");
  const found = convert([refers, deployment, further].join("\n---\n"));
  expect(found.settings["app"]).toEqual({ name: "shop", from: { manifest: "k8s" }, workload: "web" });
  expect(fileOf(found, "k8s/deployment-web.yaml")).toMatchObject({ metadata: { name: "web" } });
  const { gaps } = convert(refers);
  expect(gaps).toContainEqual(expect.objectContaining({ key: "k8s/deployment-web.yaml" }));
});

test.each([
  ["no strategy", ""],
  ["no steps", ", strategy: { canary: { canaryService: c } }"],
])("convertRollout() writes no stages for %s", (_, more) => {
  const found = convert(rollout(`${template}${more}`));
  expect(found.settings["stages"]).toBeUndefined();
});

test("convertRollout() keeps the old pods of blue-green as long, and has its one stage", () => {
  const text = rollout(
    `${template}, strategy: { blueGreen: { activeService: shop, previewService: shop-next, scaleDownDelaySeconds: 600, autoPromotionEnabled: false } }`,
  );
  const service = "{ apiVersion: v1, kind: Service, metadata: { name: shop-next } }";
  const found = convert(`${text}\n---\n${service}`);
  expect(found.settings["promotion"]).toEqual({ keepPrevious: "10m" });
  expect(found.settings["stages"]).toEqual([{ weight: 100, approval: true }]);
  expect(rowOf(found, "Service shop-next", "").verdict).toBe("lost");
  expect(convert(text.replace("600", "0")).settings["promotion"]).toBeUndefined();
});

test("convertRollout() calls the workload's Service otherwise where Sluice's own has the name, if that is free", () => {
  const text = rollout(
    `${template}, strategy: { canary: { stableService: shop-stable, canaryService: shop-canary, steps: [{ setWeight: 100 }] } }`,
  );
  const service = (name: string) => `{ apiVersion: v1, kind: Service, metadata: { name: ${name} } }`;
  const found = convert([text, service("shop-stable"), service("shop-canary")].join("\n---\n"));
  expect(found.files.map(({ path }) => path)).toEqual(["k8s/deployment-shop.yaml", "k8s/service-shop.yaml"]);
  expect(rowOf(found, "Rollout shop", "spec.strategy.canary.stableService").verdict).toBe("approximate");
  const taken = convert([text, service("shop-stable"), service("shop")].join("\n---\n"));
  expect(rowOf(taken, "Service shop-stable", "").verdict).toBe("lost");
});

test("convertRollout() scales weights of which another number is the whole, and stays with one Service", () => {
  const text = rollout(
    `${template}, strategy: { canary: { stableService: one, canaryService: one, trafficRouting: { maxTrafficWeight: 1000 }, steps: [{ setWeight: 100 }, { pause: { duration: 30 } }, { setWeight: x }, { setWeight: 500 }] } }`,
  );
  const service = "{ apiVersion: v1, kind: Service, metadata: { name: one } }";
  const scaler =
    "{ apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: { name: h }, spec: { scaleTargetRef: { kind: Deployment, name: other } } }";
  const found = convert([text, service, scaler].join("\n---\n"));
  expect(found.settings["stages"]).toEqual([{ weight: 10, soak: "30s" }, { weight: 50 }, { weight: 100 }]);
  expect(found.files).toHaveLength(3);
});

test("convertRollout() adds up no pauses once a person or an analysis ends a stage", () => {
  const text = rollout(
    `${template}, strategy: { canary: { steps: [{ setWeight: 5 }, { analysis: {} }, { pause: { duration: 1m } }, { setWeight: 20 }, { pause: { duration: 1m } }, { pause: {} }] } }`,
  );
  expect(convert(text).settings["stages"]).toEqual([
    { weight: 5 },
    { weight: 20, soak: "1m" },
    { weight: 100, approval: true },
  ]);
});
