import type { JsonObject } from "../../../../../../components/core/revision/revision";
import { container, deployment, object, refuse, service, take } from "../set";

test.each([
  [
    "env",
    {
      containers: [
        container({
          env: [
            { name: "A", value: "a" },
            { name: "PORT", value: 8080 },
          ],
        }),
      ],
    },
    "spec.template.spec.containers[0].env[1].value",
    "a number",
  ],
  [
    "env of an init container",
    { initContainers: [container({ name: "init", env: [{ name: "ON", value: true }] })] },
    "spec.template.spec.initContainers[0].env[0].value",
    "a boolean",
  ],
  [
    "args",
    { containers: [container({ args: ["--port", 8080] })] },
    "spec.template.spec.containers[0].args[1]",
    "a number",
  ],
  [
    "command",
    { containers: [container({ command: [["a"]] })] },
    "spec.template.spec.containers[0].command[0]",
    "a list",
  ],
  [
    "node selector",
    { nodeSelector: { gpu: true } },
    'spec.template.spec.nodeSelector["gpu"]',
    "the boolean true",
  ],
])("renderApp() refuses a %s that YAML took for something else than a text", (_, pod, path, got) => {
  expect(refuse([deployment(pod)])).toEqual([
    `${path} of Deployment shop must be a text: got ${got}; write it in quotes`,
  ]);
});

test("renderApp() refuses labels and annotations of the pods that are no texts, and takes what is left empty", () => {
  const template = (metadata: object) => ({ metadata, spec: { containers: [container()] } }) as JsonObject;
  const labels = { app: "shop", version: 1 };
  expect(refuse([deployment({}, { template: template({ labels, annotations: { build: 1.5 } }) })])).toEqual([
    'spec.template.metadata.labels["version"] of Deployment shop must be a text: got the number 1; write it in quotes',
    'spec.template.metadata.annotations["build"] of Deployment shop must be a text: got a number; write it in quotes',
  ]);
  const env = [
    { name: "A", value: null },
    { name: "B", valueFrom: {} },
  ];
  expect(take([deployment({ containers: [container({ env })] })]).notes).toEqual(expect.any(Array));
});

const resources = (limits: JsonObject) => ({ containers: [container({ resources: { limits } })] });
const first = "spec.template.spec.containers[0]";
const ports = (port: JsonObject) => service("shop", { ports: [{ port: 80, ...port }] });

test.each([
  [
    "a word",
    deployment({ containers: [container({ imagePullPolicy: "Sometimes" })] }),
    `${first}.imagePullPolicy of Deployment shop must be Always, IfNotPresent or Never: got "Sometimes"`,
  ],
  [
    "the only word",
    deployment({ restartPolicy: "OnFailure" }),
    'spec.template.spec.restartPolicy of Deployment shop must be Always: got "OnFailure"',
  ],
  [
    "a quantity",
    deployment(resources({ cpu: "ten" })),
    `${first}.resources.limits["cpu"] of Deployment shop must be a quantity of at least 0 such as 100m or 128Mi: got "ten"`,
  ],
  ["a negative quantity", deployment(resources({ cpu: -1 })), "128Mi: got the number -1"],
  [
    "thousandths of bytes",
    deployment(resources({ memory: "512m" })),
    `${first}.resources.limits["memory"] of Deployment shop must be bytes such as 128Mi, where m is a thousandth of one: got "512m"`,
  ],
  ["no bytes", deployment(resources({ "ephemeral-storage": "much" })), "must be bytes such as 128Mi"],
  [
    "a size",
    deployment({ volumes: [{ name: "a", emptyDir: { sizeLimit: "big" } }] }),
    'spec.template.spec.volumes[0].emptyDir.sizeLimit of Deployment shop must be a quantity of at least 0 such as 100m or 128Mi: got "big"',
  ],
  [
    "a number in quotes",
    deployment({}, { replicas: "3" }),
    'spec.replicas of Deployment shop must be a whole number: got "3"; write it without quotes',
  ],
  [
    "part of a number",
    deployment({}, { minReadySeconds: 1.5 }),
    "spec.minReadySeconds of Deployment shop must be a whole number: got the number 1.5",
  ],
  [
    "a truth in quotes",
    deployment({ hostUsers: "false" }),
    'spec.template.spec.hostUsers of Deployment shop must be true or false: got "false"; write it without quotes',
  ],
  [
    "a share",
    deployment({}, { strategy: { rollingUpdate: { maxSurge: "half" } } }),
    'spec.strategy.rollingUpdate.maxSurge of Deployment shop must be a whole number of pods or a share such as 25%: got "half"',
  ],
  [
    "a port in quotes",
    ports({ targetPort: "8080" }),
    'spec.ports[0].targetPort of Service shop must be the number of a port from 1 to 65535, or the name of one: got "8080"; write it without quotes',
  ],
  [
    "a Service's word",
    ports({ protocol: "HTTP" }),
    'spec.ports[0].protocol of Service shop must be TCP, UDP or SCTP: got "HTTP"',
  ],
  [
    "a mapping for a list",
    deployment({ containers: [container({ env: { A: "b" } })] }),
    `${first}.env of Deployment shop must be a list: got a mapping`,
  ],
  [
    "a list for a mapping",
    deployment({ nodeSelector: ["gpu"] }),
    "spec.template.spec.nodeSelector of Deployment shop must be a mapping: got a list",
  ],
  [
    "a text for an object",
    deployment({ tolerations: ["all"] }),
    'spec.template.spec.tolerations[0] of Deployment shop must be a mapping: got "all"',
  ],
  [
    "a text for a list of them",
    deployment({ containers: [container({ args: "--verbose" })] }),
    `${first}.args of Deployment shop must be a list: got another text`,
  ],
  [
    "a budget's number",
    object("policy/v1", "PodDisruptionBudget", "shop", { spec: { minAvailable: true } }),
    "spec.minAvailable of PodDisruptionBudget shop must be a whole number of pods or a share such as 25%: got the boolean true",
  ],
  [
    "an autoscaler's word",
    object("autoscaling/v2", "HorizontalPodAutoscaler", "shop", { spec: { metrics: [{ type: "CPU" }] } }),
    'spec.metrics[0].type of HorizontalPodAutoscaler shop must be Object, Pods, Resource, ContainerResource or External: got "CPU"',
  ],
  [
    "an autoscaler's field",
    object("autoscaling/v2", "HorizontalPodAutoscaler", "shop", { spec: { minReplica: 2 } }),
    "spec.minReplica of HorizontalPodAutoscaler shop must be a field of the API of Kubernetes 1.36: got an unknown one",
  ],
])("renderApp() refuses %s that the API has nothing for", (_, one, says) => {
  const problems = refuse(one["kind"] === "Deployment" ? [one] : [deployment(), one]);
  expect(problems.some((text) => text.includes(says))).toBe(true);
});

test("renderApp() takes every kind of value in each of the forms that the API takes", () => {
  const given = container({
    imagePullPolicy: "",
    env: null,
    args: null,
    readinessProbe: { httpGet: { path: "/", port: "http" }, periodSeconds: 5 },
    resources: {
      limits: { cpu: 0.5, memory: "128Mi", "nvidia.com/gpu": 1 },
      requests: { cpu: null, memory: "1e8" },
    },
  });
  const metadata = { managedFields: [{ manager: "kubectl", fieldsV1: {} }] };
  const volumes = [
    { name: "a", emptyDir: { sizeLimit: "500Mi" } },
    { name: "b", ephemeral: { volumeClaimTemplate: { metadata, spec: {} } } },
  ];
  const strategy = { rollingUpdate: { maxSurge: "25%", maxUnavailable: 0 } };
  const all = deployment(
    { containers: [given], volumes, nodeSelector: {}, tolerations: [null] },
    { strategy },
  );
  expect(() => take([all, ports({ targetPort: 8080 })])).not.toThrow();
});

test("renderApp() shows no value where a secret may stand", () => {
  const env = [{ name: "PASSWORD", value: 123_456 }];
  const [problem] = refuse([deployment({ containers: [container({ env, command: "--token=s3cret" })] })]);
  expect(problem).not.toMatch(/123456|s3cret/);
  const composed = refuse([deployment({ containers: [container({ env: ["PASSWORD=s3cret"] })] })]);
  expect(composed).toEqual([`${first}.env[0] of Deployment shop must be a mapping: got another text`]);
});
