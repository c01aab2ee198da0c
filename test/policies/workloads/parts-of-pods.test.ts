import { collectImages } from "../../../policies/images/collect-images";
import { checkImages } from "../../../policies/images/check-images";
import { imagesSchema } from "../../../policies/images/rules/schema";
import { readChecks } from "../../../policies/cel/read-checks";
import { toPolicy } from "../../../policies/cel/to-policy";
import { now, runPolicy } from "../pack/run-policy";
import type { GivenResource } from "../pack/run-policy";

const object = (apiVersion: string, kind: string, spec: unknown): GivenResource => ({
  type: `kubernetes:${apiVersion}:${kind}`,
  props: { apiVersion, kind, metadata: { name: "k", namespace: "p" }, spec },
});

const judge = async (given: GivenResource): Promise<string[]> => {
  const found = await Promise.all(readChecks().map((check) => runPolicy(toPolicy(check), given)));
  return found.flat().map(({ message }) => message);
};

const privileged = { privileged: true };

test.each<[string, GivenResource, readonly string[]]>([
  [
    "init containers beside containers of another object",
    object("elasticsearch.k8s.elastic.co/v1", "Elasticsearch", {
      nodeSets: [
        {
          podTemplate: {
            spec: { initContainers: [{ name: "sysctl", image: "busybox:1", securityContext: privileged }] },
          },
        },
      ],
    }),
    ["spec.nodeSets[0].podTemplate.spec.initContainers[sysctl].securityContext.privileged"],
  ],
  [
    "overrides, one of them without an image",
    object("monitoring.coreos.com/v1", "Prometheus", {
      hostNetwork: true,
      containers: [
        { name: "prometheus", securityContext: privileged },
        { name: "side", image: "evil.example/x:latest" },
      ],
    }),
    [
      "spec.hostNetwork",
      "spec.containers[prometheus].securityContext.privileged",
      "spec.containers[side].image",
    ],
  ],
  [
    "the security context of an operator's pods",
    object("kafka.strimzi.io/v1beta2", "Kafka", {
      kafka: {
        template: { pod: { securityContext: { runAsUser: 0, seccompProfile: { type: "Unconfined" } } } },
      },
      entityOperator: { securityContext: { runAsUser: 1000, runAsNonRoot: true } },
    }),
    [
      "spec.kafka.template.pod.securityContext.seccompProfile",
      "spec.kafka.template.pod.securityContext.seccompProfile",
      "spec.kafka.template.pod.securityContext.runAsUser",
    ],
  ],
  [
    "a step of a pipeline",
    object("tekton.dev/v1", "Task", { steps: [{ name: "a", image: "x/y:1", securityContext: privileged }] }),
    ["spec.steps[0].securityContext.privileged"],
  ],
  [
    "a container by itself",
    object("argoproj.io/v1alpha1", "Workflow", {
      templates: [
        {
          name: "a",
          container: {
            image: "x/y:1",
            securityContext: { allowPrivilegeEscalation: true },
            env: [{ name: "PGPASSWORD", value: "hunter2" }],
          },
        },
      ],
    }),
    [
      "spec.templates[0].container.securityContext.allowPrivilegeEscalation",
      "spec.templates[0].container.env",
    ],
  ],
  [
    "the host's network and a folder of the node beside the steps",
    object("argoproj.io/v1alpha1", "Workflow", {
      hostNetwork: true,
      volumes: [{ name: "h", hostPath: { path: "/" } }],
      templates: [{ name: "a", container: { image: "x/y:1" } }],
    }),
    ["spec.hostNetwork", "spec.volumes[h].hostPath"],
  ],
  [
    "the template of all steps, and of a container, without images",
    object("tekton.dev/v1", "Task", {
      stepTemplate: { securityContext: privileged },
      kafkaContainer: { env: [{ name: "PGPASSWORD", value: "hunter2" }] },
    }),
    ["spec.stepTemplate.securityContext.privileged", "spec.kafkaContainer.env"],
  ],
  [
    "a container without a security context",
    object("argoproj.io/v1alpha1", "Workflow", {
      templates: [{ name: "a", container: { image: "x/y:1", args: ["--db-password=hunter2"] } }],
    }),
    ["spec.templates[0].container.args"],
  ],
])("what is set is judged in %s", async (_name, given, paths) => {
  const found = (await judge(given)).join("\n");
  for (const path of paths) expect(found).toContain(`${path} must`);
  expect(found).not.toContain("got nothing");
});

test.each<[string, GivenResource]>([
  [
    "a step with a context that is fine",
    object("tekton.dev/v1", "Task", {
      steps: [{ name: "a", image: "x/y:1", securityContext: { runAsNonRoot: true } }],
    }),
  ],
  [
    "containers of another world",
    object("logistics.example.org/v1", "Ship", { containers: [{ name: "a", ports: "Rotterdam", env: 5 }] }),
  ],
  [
    "variables, volumes and words that are fine",
    object("argoproj.io/v1alpha1", "Workflow", {
      hostNetwork: false,
      volumes: [{ name: "v", emptyDir: {} }],
      templates: [
        {
          name: "a",
          securityContext: { runAsNonRoot: true },
          container: { image: "x/y:1", args: ["--verbose"], env: [{ name: "LEVEL", value: "info" }] },
        },
      ],
    }),
  ],
])("nothing is held against %s", async (_name, given) => {
  expect(await judge(given)).toEqual([]);
});

test.each([
  ["imageName", "evil.example/pg:latest", true],
  ["sidecarImage", "evil.example/x@sha256:ab", true],
  ["imageName", "disk-1", false],
  ["coverImage", "https://cdn.example.org/a.png", false],
])("%s: %s is taken for an image: %s", (key, value, isImage) => {
  const { type, props } = object("postgresql.cnpg.io/v1", "Cluster", { [key]: value });
  expect(collectImages(type, props)).toEqual(
    isImage ? [{ path: `spec.${key}`, image: value, loose: true }] : [],
  );
});

describe("an image outside of any pod spec", () => {
  const task = object("tekton.dev/v1", "Task", {
    steps: [{ name: "build", image: "evil.example/x:latest" }],
  });
  const run = async (config: object) =>
    await checkImages({ type: task.type, raw: task.props }, imagesSchema.parse(config), { now });

  test("is advice where nobody listed its kind", async () => {
    expect(await run({})).toEqual([
      expect.objectContaining({
        path: "spec.steps[0].image",
        got: "evil.example/x:latest",
        advisory: true,
      }),
    ]);
  });

  test("is verified where somebody did, and nothing is said where they say that none runs", async () => {
    const listed = (images: string[]) => ({
      customResources: [{ apiVersion: "tekton.dev/v1", kind: "Task", images }],
    });
    expect(await run(listed(["spec.steps[*].image"]))).toEqual([
      expect.objectContaining({ rule: "match a policy of images-signed", advisory: false }),
    ]);
    expect(await run(listed([]))).toEqual([]);
  });
});
