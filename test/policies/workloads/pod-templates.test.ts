import { collectImages } from "../../../policies/images/collect-images";
import { readChecks } from "../../../policies/cel/read-checks";
import { toPolicy } from "../../../policies/cel/to-policy";
import { goodContainer, goodSpec } from "../checks/good-pod";
import { runPolicy } from "../pack/run-policy";
import type { GivenResource } from "../pack/run-policy";

type Fields = Record<string, unknown>;

const object = (apiVersion: string, kind: string, spec: unknown, more: Fields = {}): GivenResource => ({
  type: `kubernetes:${apiVersion}:${kind}`,
  props: { apiVersion, kind, metadata: { name: "k", namespace: "p" }, spec, ...more },
});
const bad = goodSpec({
  containers: [goodContainer({ image: "evil.example/x:latest", securityContext: { privileged: true } })],
});
const inTemplate = (spec: unknown) => ({ template: { metadata: { labels: { app: "k" } }, spec } });

/** Form in which kinds that nobody listed hold a pod's spec, and where. */
const kinds: readonly (readonly [string, string, (spec: unknown) => unknown, string])[] = [
  ["apps.kruise.io/v1alpha1", "CloneSet", inTemplate, "spec.template.spec"],
  ["apps.kruise.io/v1beta1", "StatefulSet", inTemplate, "spec.template.spec"],
  ["serving.knative.dev/v1", "Service", inTemplate, "spec.template.spec"],
  [
    "batch.volcano.sh/v1alpha1",
    "Job",
    (s) => ({ tasks: [{ name: "a", ...inTemplate(s) }] }),
    "spec.tasks[0].template.spec",
  ],
  [
    "jobset.x-k8s.io/v1alpha2",
    "JobSet",
    (s) => ({ replicatedJobs: [{ template: { spec: inTemplate(s) } }] }),
    "spec.replicatedJobs[0].template.spec.template.spec",
  ],
  [
    "kubeflow.org/v1",
    "PyTorchJob",
    (s) => ({ pytorchReplicaSpecs: { Master: inTemplate(s) } }),
    "spec.pytorchReplicaSpecs.Master.template.spec",
  ],
  [
    "keda.sh/v1alpha1",
    "ScaledJob",
    (s) => ({ jobTargetRef: inTemplate(s) }),
    "spec.jobTargetRef.template.spec",
  ],
  [
    "elasticsearch.k8s.elastic.co/v1",
    "Elasticsearch",
    (s) => ({ nodeSets: [{ podTemplate: { spec: s } }] }),
    "spec.nodeSets[0].podTemplate.spec",
  ],
  ["example.org/v1", "Bare", (s) => s, "spec"],
];

const judge = async (given: GivenResource): Promise<string[]> => {
  const found = await Promise.all(readChecks().map((check) => runPolicy(toPolicy(check), given)));
  return found.flat().map(({ message }) => message);
};

describe.each(kinds)("a pod inside %s %s", (apiVersion, kind, wrap, place) => {
  test("is refused where a Deployment's would be, at its own place", async () => {
    const found = (await judge(object(apiVersion, kind, wrap(bad)))).join("\n");
    expect(found).toContain(`${place}.containers[app].securityContext.privileged must`);
    expect(found).toContain(`${place}.containers[app].image must have a tag other than latest`);
  });

  test("passes where a Deployment's would", async () => {
    expect(await judge(object(apiVersion, kind, wrap(goodSpec())))).toEqual([]);
  });

  test("has its images verified", () => {
    const { type, props } = object(apiVersion, kind, wrap(bad));
    expect(collectImages(type, props)).toEqual([
      { path: `${place}.containers[app].image`, image: "evil.example/x:latest" },
    ]);
  });
});

test("containers without a name go by their place", async () => {
  const { name: _name, ...container } = goodContainer({ image: "x:latest" });
  const given = object(
    "serving.knative.dev/v1",
    "Service",
    inTemplate(goodSpec({ containers: [container] })),
  );
  expect((await judge(given)).join()).toContain("spec.template.spec.containers[0].image must");
});

test("what a preview does not know about such a pod is said, with its place", async () => {
  const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  const given = object("apps.kruise.io/v1alpha1", "CloneSet", inTemplate(goodSpec({ containers: unknown })));
  expect((await judge(given)).join()).toContain("spec.template.spec.containers must be known");
});

test.each<[string, GivenResource]>([
  [
    "overrides of containers without images",
    object("monitoring.coreos.com/v1", "Prometheus", { containers: [{ name: "prometheus", args: ["--x"] }] }),
  ],
  [
    "a schema",
    object("apiextensions.k8s.io/v1", "CustomResourceDefinition", {
      properties: { containers: { type: "array" } },
    }),
  ],
  ["no pods at all", object("gateway.networking.k8s.io/v1", "HTTPRoute", { rules: [{ backendRefs: [] }] })],
  [
    "a template without containers",
    object("cert-manager.io/v1", "ClusterIssuer", { podTemplate: { spec: { nodeSelector: {} } } }),
  ],
  [
    "a ConfigMap",
    {
      type: "kubernetes:core/v1:ConfigMap",
      props: { metadata: { name: "a", namespace: "p" }, data: { image: "x/y:1" } },
    },
  ],
])("nothing is taken for a pod in %s", async (_name, given) => {
  expect(await judge(given)).toEqual([]);
});
