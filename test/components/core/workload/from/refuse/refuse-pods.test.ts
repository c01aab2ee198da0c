import type { JsonObject } from "../../../../../../components/core/revision/revision";
import { container, deployment, object, refuse, service, take } from "../set";

const first = "spec.template.spec.containers[0]";
const one = (more: JsonObject) => deployment({ containers: [container(more)] });
const services = (...ports: readonly JsonObject[]) => service("shop", { ports });
const labelled = (key: string, value: string) => deployment({}, {}, { app: "shop", [key]: value });

test.each<[string, readonly JsonObject[], string]>([
  [
    "a port beyond the last",
    [one({ ports: [{ containerPort: 70_000 }] })],
    `${first}.ports[0].containerPort of Deployment shop must be the number of a port from 1 to 65535: got the number 70000`,
  ],
  [
    "port 0",
    [one({ ports: [{ containerPort: 0 }] })],
    `${first}.ports[0].containerPort of Deployment shop must be the number of a port from 1 to 65535: got the number 0`,
  ],
  [
    "a probe's port beyond the last",
    [one({ readinessProbe: { httpGet: { port: 70_000 } } })],
    `${first}.readinessProbe.httpGet.port of Deployment shop must be the number of a port from 1 to 65535, or the name of one: got the number 70000`,
  ],
  [
    "a mount without its volume",
    [
      deployment({
        containers: [container({ volumeMounts: [{ name: "data", mountPath: "/d" }] })],
        volumes: [{ name: "tmp", emptyDir: {} }],
      }),
    ],
    `${first}.volumeMounts[0].name of Deployment shop must be a volume of the pod (tmp): got "data"; add the volume to spec.template.spec.volumes, or correct the name`,
  ],
  [
    "a device without a volume",
    [one({ volumeDevices: [{ name: "data", devicePath: "/d" }] })],
    `${first}.volumeDevices[0].name of Deployment shop must be a volume of the pod (it has none): got "data"; add the volume to spec.template.spec.volumes, or correct the name`,
  ],
  [
    "a request above its limit",
    [one({ resources: { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "100m", memory: "2Gi" } } })],
    `${first}.resources.requests["cpu"] of Deployment shop must be at most the limit (100m): got 1`,
  ],
  [
    "a probe with two handlers",
    [one({ livenessProbe: { httpGet: { port: 80 }, tcpSocket: { port: 80 } } })],
    `${first}.livenessProbe of Deployment shop must have one of exec, httpGet, tcpSocket or grpc: got httpGet and tcpSocket; leave the others out; where a chart's values add to its own, set those to null`,
  ],
  [
    "a probe without one",
    [one({ startupProbe: { periodSeconds: 5, httpGet: null } })],
    `${first}.startupProbe of Deployment shop must have one of exec, httpGet, tcpSocket or grpc: got none`,
  ],
  [
    "a hook with two handlers",
    [one({ lifecycle: { preStop: { exec: { command: ["a"] }, sleep: { seconds: 1 } } } })],
    `${first}.lifecycle.preStop of Deployment shop must have one of exec, httpGet, tcpSocket or sleep: got exec and sleep; leave the others out; where a chart's values add to its own, set those to null`,
  ],
  [
    "a variable twice",
    [one({ env: [{ name: "A", value: "s3cret" }, { name: "B" }, { name: "A", value: "$(A)" }] })],
    `${first}.env[2] of Deployment shop must be another than env[0]: got name A twice; leave one out: the API server takes no two that are alike in what is applied`,
  ],
  [
    "a port's name twice",
    [
      one({
        ports: [
          { name: "http", containerPort: 1 },
          { name: "http", containerPort: 2 },
        ],
      }),
    ],
    `${first}.ports[1] of Deployment shop must be another than ports[0]: got name http twice; leave one out: the API server takes no two that are alike in what is applied`,
  ],
  [
    "a port's number twice",
    [
      one({
        ports: [
          { name: "http", containerPort: 1 },
          { name: "web", containerPort: 1, protocol: "TCP" },
        ],
      }),
    ],
    `${first}.ports[1] of Deployment shop must be another than ports[0]: got containerPort 1 and protocol TCP twice (web); leave one out: the API server takes no two that are alike in what is applied`,
  ],
  [
    "a volume twice",
    [deployment({ volumes: [{ name: "tmp" }, { name: "tmp" }] })],
    "spec.template.spec.volumes[1] of Deployment shop must be another than volumes[0]: got name tmp twice; leave one out: the API server takes no two that are alike in what is applied",
  ],
  [
    "a mount twice",
    [
      deployment({
        containers: [
          container({
            volumeMounts: [
              { name: "tmp", mountPath: "/t" },
              { name: "tmp", mountPath: "/t" },
            ],
          }),
        ],
        volumes: [{ name: "tmp" }],
      }),
    ],
    `${first}.volumeMounts[1] of Deployment shop must be another than volumeMounts[0]: got mountPath /t twice (tmp); leave one out: the API server takes no two that are alike in what is applied`,
  ],
  [
    "a name of two containers",
    [deployment({ initContainers: [container()] })],
    `${first}.name of Deployment shop must be another one than of each init container: got "shop"`,
  ],
  [
    "a Service's port twice",
    [deployment(), services({ name: "a", port: 80 }, { name: "b", port: 80 })],
    "spec.ports[1] of Service shop must be another than ports[0]: got port 80 and protocol TCP twice (b); leave one out: the API server takes no two that are alike in what is applied",
  ],
  [
    "ports of a Service without names",
    [deployment(), services({ name: "a", port: 80 }, { port: 81 })],
    "spec.ports[1].name of Service shop must be set where a Service has several ports: got none for port 81",
  ],
  [
    "a label's value",
    [labelled("version", "1.0 beta")],
    'spec.template.metadata.labels["version"] of Deployment shop must be at most 63 letters, digits, -, _ and ., a letter or digit first and last: got "1.0 beta"',
  ],
  [
    "a label's key",
    [labelled("-a", "b")],
    'spec.template.metadata.labels["-a"] of Deployment shop must be at most 63 letters, digits, -, _ and ., after a domain and / or none: got "-a"',
  ],
  [
    "an object's name",
    [deployment(), object("v1", "ConfigMap", "my_config")],
    'metadata.name of ConfigMap my_config must be at most 253 small letters, digits, - and ., a letter or digit first and last: got "my_config"',
  ],
  [
    "a Service's name",
    [deployment(), service("shop"), object("v1", "Service", "a.b", { spec: {} })],
    'metadata.name of Service a.b must be at most 63 small letters, digits and -, a letter or digit first and last: got "a.b"',
  ],
  [
    "a port's name",
    [one({ ports: [{ name: "http_admin", containerPort: 1 }] })],
    `${first}.ports[0].name of Deployment shop must be at most 15 small letters, digits and single -, one letter at least: got "http_admin"`,
  ],
  [
    "a volume's name",
    [deployment({ volumes: [{ name: "my.data" }] })],
    'spec.template.spec.volumes[0].name of Deployment shop must be at most 63 small letters, digits and -, a letter or digit first and last: got "my.data"',
  ],
])("renderApp() refuses %s, by what a file alone says", (_, documents, says) => {
  expect(refuse(documents)).toEqual([says]);
});

test("renderApp() refuses ports without names that are alike, and what has no name where the API wants one elsewhere", () => {
  const bare = [{ containerPort: 1 }, { containerPort: 1 }];
  const parts = { ports: bare, volumeMounts: [{ mountPath: "/a" }] };
  const side = { image: "side:1", env: [{ name: "A" }, { name: "A" }] };
  const [problem] = refuse([deployment({ containers: [container(parts), side] })]);
  expect(problem).toContain(
    "ports[1] of Deployment shop must be another than ports[0]: got containerPort 1 and protocol TCP twice;",
  );
});

test("renderApp() names every fault of a set at once", () => {
  const broken = one({
    ports: [{ containerPort: 70_000 }],
    volumeMounts: [{ name: "data", mountPath: "/d" }],
    resources: { requests: { cpu: 2 }, limits: { cpu: 1 } },
  });
  expect(refuse([broken, object("v1", "ConfigMap", "A")])).toHaveLength(4);
});

test("renderApp() takes what the API server takes", () => {
  const rule = { labels: { severity: "{{ $labels.a }} !" } };
  const documents = [
    deployment(
      {
        containers: [
          container({
            env: [{ name: "A" }, { name: "B" }],
            envFrom: [{ prefix: "A" }, { prefix: "A" }],
            ports: [
              { containerPort: 53, protocol: "UDP" },
              { containerPort: 53, protocol: "TCP" },
              { name: "", containerPort: 54 },
              { name: "", containerPort: 55 },
            ],
            lifecycle: { preStop: { sleep: { seconds: 1 } }, postStart: null },
            livenessProbe: { grpc: { port: 53 }, httpGet: null },
            resources: { requests: { cpu: "1000m", memory: null, "example.org/a": "1" }, limits: { cpu: 1 } },
            volumeMounts: [
              { name: "tmp", mountPath: "/a" },
              { name: "tmp", mountPath: "/b" },
            ],
          }),
          { name: "side", image: "side:1" },
        ],
        volumes: [{ name: "tmp", emptyDir: {} }],
        nodeSelector: { "kubernetes.io/os": "linux", empty: "" },
      },
      {},
      { app: "shop", Example_1: "a_B.c", none: "" },
    ),
    service("shop", { ports: [{ port: 80, targetPort: 0 }] }),
    object("v1", "Service", "far", { spec: { type: "ExternalName", externalName: "a.example.org" } }),
    object("rbac.authorization.k8s.io/v1", "Role", "system:Reader"),
    object("monitoring.coreos.com/v1", "PrometheusRule", "rules", {
      metadata: { name: "rules", annotations: { "Example.org/Some": "any thing" } },
      spec: { groups: [{ rules: [rule] }], template: { metadata: rule, spec: { containers: [{}, {}] } } },
    }),
    object("apps/v1", "StatefulSet", "db", {
      spec: {
        volumeClaimTemplates: [{ metadata: { name: "data" } }],
        template: {
          spec: { containers: [{ name: "db", volumeMounts: [{ name: "data", mountPath: "/d" }] }] },
        },
      },
    }),
  ];
  expect(() => take(documents)).not.toThrow();
});
