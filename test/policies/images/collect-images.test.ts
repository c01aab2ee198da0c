import { collectImages, isOpaque } from "../../../policies/images/collect-images";

const pod = {
  initContainers: [{ name: "init", image: "a" }],
  containers: [{ name: "app", image: "b" }, { image: "c" }],
  ephemeralContainers: [{ name: "debug", image: "d" }],
  volumes: [
    { name: "data", emptyDir: {} },
    { name: "model", image: { reference: "e", pullPolicy: "Always" } },
  ],
};
const inPod = (prefix: string): object[] => [
  { path: `${prefix}.initContainers[init].image`, image: "a" },
  { path: `${prefix}.containers[app].image`, image: "b" },
  { path: `${prefix}.containers[1].image`, image: "c" },
  { path: `${prefix}.ephemeralContainers[debug].image`, image: "d" },
  { path: `${prefix}.volumes[model].image.reference`, image: "e" },
];
const template = { spec: { template: { spec: pod } } };
const inTemplate = inPod("spec.template.spec");

test.each<[string, object, object[]]>([
  ["kubernetes:core/v1:Pod", { spec: pod }, inPod("spec")],
  ["kubernetes:core/v1:PodPatch", { spec: pod }, inPod("spec")],
  ["kubernetes:core/v1:PodTemplate", { template: { spec: pod } }, inPod("template.spec")],
  ["kubernetes:core/v1:ReplicationController", template, inTemplate],
  ["kubernetes:apps/v1:ReplicaSet", template, inTemplate],
  ["kubernetes:apps/v1:Deployment", template, inTemplate],
  ["kubernetes:apps/v1beta1:Deployment", template, inTemplate],
  ["kubernetes:extensions/v1beta1:Deployment", template, inTemplate],
  ["kubernetes:apps/v1:DeploymentPatch", template, inTemplate],
  ["kubernetes:apps/v1:StatefulSet", template, inTemplate],
  ["kubernetes:apps/v1:DaemonSet", template, inTemplate],
  ["kubernetes:batch/v1:Job", template, inTemplate],
  [
    "kubernetes:batch/v1:CronJob",
    { spec: { jobTemplate: template } },
    inPod("spec.jobTemplate.spec.template.spec"),
  ],
  ["kubernetes:argoproj.io/v1alpha1:Rollout", template, inTemplate],
])("collectImages() finds every image of %s", (type, object, expected) => {
  expect(collectImages(type, object)).toEqual(expected);
});

test("collectImages() goes into lists, by each item's own kind or the list's", () => {
  expect(collectImages("kubernetes:apps/v1:DeploymentList", { items: [template] })).toEqual(
    inPod("items[0].spec.template.spec"),
  );
  const mixed = { items: [{ kind: "ConfigMap" }, { apiVersion: "v1", kind: "Pod", spec: pod }] };
  expect(collectImages("kubernetes:core/v1:List", mixed)).toEqual(inPod("items[1].spec"));
});

test.each<[string, object, string]>([
  ["a pod spec", { spec: "unknown" }, "spec"],
  ["the way to it", { spec: { template: "unknown" } }, "spec.template"],
  [
    "its containers",
    { spec: { template: { spec: { containers: "unknown" } } } },
    "spec.template.spec.containers",
  ],
  ["its volumes", { spec: { template: { spec: { volumes: "unknown" } } } }, "spec.template.spec.volumes"],
  ["a volume", { spec: { template: { spec: { volumes: ["unknown"] } } } }, "spec.template.spec.volumes[0]"],
  [
    "a container",
    { spec: { template: { spec: { containers: ["unknown"] } } } },
    "spec.template.spec.containers[0]",
  ],
])("collectImages() gives %s as it stands where it is not known", (_, object, path) => {
  const type = path === "spec" ? "kubernetes:core/v1:Pod" : "kubernetes:apps/v1:Deployment";
  expect(collectImages(type, object)).toEqual([{ path, image: "unknown" }]);
});

test("collectImages() calls a container whose name is not known by its place", () => {
  const name = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  expect(collectImages("kubernetes:core/v1:Pod", { spec: { containers: [{ name, image: "a" }] } })).toEqual([
    { path: "spec.containers[0].image", image: "a" },
  ]);
});

test("collectImages() gives the items of a list that are not known", () => {
  expect(collectImages("kubernetes:core/v1:PodList", { items: "unknown" })).toEqual([
    { path: "items", image: "unknown" },
  ]);
});

test("collectImages() follows the configured paths of custom resources", () => {
  const configured = [
    {
      apiVersion: "example.org/v1",
      kind: "Pipeline",
      images: ["spec.image", "spec.steps[*].image", "spec.none.image"],
      podSpecs: ["spec.worker"],
    },
  ];
  const object = { spec: { image: "x", steps: [{ image: "y" }, { script: "z" }], worker: pod } };
  const expected = [
    { path: "spec.image", image: "x" },
    { path: "spec.steps[0].image", image: "y" },
    ...inPod("spec.worker"),
  ];
  expect(collectImages("kubernetes:example.org/v1:Pipeline", object, configured)).toEqual(expected);
  expect(collectImages("kubernetes:example.org/v1:PipelinePatch", object, configured)).toEqual(expected);
  // Of a version that is not configured only what is a pod spec by its looks is verified.
  expect(collectImages("kubernetes:example.org/v2:Pipeline", object, configured)).toEqual(
    inPod("spec.worker"),
  );
});

test.each([
  ["kubernetes:core/v1:ConfigMap", { data: { image: "x" } }],
  ["kubernetes:core/v1:ConfigMap", { data: { image: "registry.example.org/x:1" } }],
  ["kubernetes:core/v1:Pod", {}],
  ["kubernetes:apps/v1:DeploymentPatch", { spec: { replicas: 1 } }],
  ["kubernetes:apps/v1:DeploymentPatch", { spec: { template: { spec: { containers: [{ name: "app" }] } } } }],
  ["aws:s3:Bucket", { spec: { containers: [{ image: "x" }] } }],
])("collectImages() finds none in %s %j", (type, object) => {
  expect(collectImages(type, object)).toEqual([]);
});

test.each([
  ["kubernetes:helm.sh/v3:Release", true],
  ["kubernetes:helm.sh/v4:Chart", false],
  ["kubernetes:apps/v1:Deployment", false],
])("isOpaque(%s)", (type, expected) => {
  expect(isOpaque(type)).toBe(expected);
});
