import { toWorkload } from "../../../stacks/settings/workload";
import { configWith } from "../../support/environment";

const digest = `sha256:${"a".repeat(64)}`;
const image = (name: string): string => `{ image: "${name}@${digest}" }`;

/** Names and amounts that the API server or the kubelet would refuse when half is made. */
test.each([
  [
    "an app that begins with a digit",
    { app: "{ name: 1shop }" },
    "app.name must be a Kubernetes name that begins",
  ],
  ["an app that is too long", { app: `{ name: ${"a".repeat(41)} }` }, "at most 40 characters"],
  ["an app with a dot", { app: "{ name: a.b }" }, "app.name must be"],
  ["a namespace with a dot", { app: "{ name: a, namespace: a.b }" }, "app.namespace must be"],
  [
    "a Secret with a capital",
    { app: "{ name: a, imagePullSecrets: [Pull] }" },
    "app.imagePullSecrets[0] must be",
  ],
  [
    "a Gateway with two dots",
    { traffic: "{ host: a.b, gateway: { name: a..b } }" },
    "traffic.gateway.name must be",
  ],
  ["a host that is an address", { traffic: "{ hosts: [10.1.2.3] }" }, "and no address"],
  [
    "a host with a part that is too long",
    { traffic: `{ hosts: [${"a".repeat(64)}.org] }` },
    "traffic.hosts[0] must be a host name",
  ],
  [
    "a key that no Secret can have",
    { app: "{ name: a, secretEnv: { A: { secret: s, key: .. } } }" },
    "app.secretEnv.A.key must be a key of the Secret",
  ],
  [
    "an annotation without a name",
    { traffic: "{ host: a.b, router: nginx, ingress: { annotations: { 'a b/c': x } } }" },
    "traffic.ingress.annotations.a b/c must be",
  ],
  [
    "a command without a program",
    { app: "{ name: a, command: [''] }" },
    "app.command must begin with a program",
  ],
  [
    "an empty command",
    { app: "{ name: a, command: [] }" },
    "app.command must be a list of texts with at least one",
  ],
  [
    "a migration without a program",
    { migration: "{ command: [' '] }" },
    "migration.command must begin with a program",
  ],
  [
    "a request above its limit",
    { app: "{ name: a, resources: { requests: { memory: 1Gi }, limits: { memory: 512Mi } } }" },
    'app.resources.requests.memory must be at most resources.limits.memory (512Mi), which 1Gi is not: got "1Gi"',
  ],
  [
    "a limit below the request that nobody wrote",
    { app: "{ name: a, resources: { limits: { memory: 64Mi } } }" },
    "app.resources.requests.memory must be at most resources.limits.memory (64Mi), which 128Mi is not",
  ],
  [
    "an autoscaler without what it scales by",
    { app: "{ name: a, autoscale: { maxReplicas: 9 }, resources: { requests: { memory: 64Mi } } }" },
    "app.resources.requests.cpu must be set with autoscale",
  ],
  [
    "an amount of nothing",
    { app: "{ name: a, resources: { requests: { cpu: much } } }" },
    "requests.cpu must be a quantity",
  ],
  [
    "an amount below nothing",
    { app: "{ name: a, resources: { requests: { cpu: -1 } } }" },
    "requests.cpu must be a quantity",
  ],
  [
    "thousandths of a byte",
    { app: "{ name: a, resources: { requests: { memory: 512m } } }" },
    'requests.memory must be bytes such as "128Mi": m is a thousandth of one: got "512m"',
  ],
  [
    "an image with a capital",
    { release: image("ghcr.io/Acme/shop") },
    "be an image's name: the repository must be",
  ],
  [
    "an image with an empty part",
    { release: image("ghcr.io//shop") },
    "be an image's name: the repository must be",
  ],
  ["an image with an empty tag", { release: image("ghcr.io/shop:") }, "be an image's name: the tag must be"],
  [
    "an image with two digests",
    { release: image(`shop@${digest}`) },
    "be an image's name: the digest must be",
  ],
  [
    "an image of an odd registry",
    { release: image("gh_cr.io/shop") },
    "be an image's name: the registry must be",
  ],
])("environmentSchema refuses %s", (_name, keys, message) => {
  expect(() => configWith(keys as Record<string, string>)).toThrow(message);
});

test("environmentSchema tells all of them at once", () => {
  const app =
    "{ name: 1shop, imagePullSecrets: [Pull], autoscale: { maxReplicas: 9 }, resources: { requests: { cpu: much } } }";
  expect(() => configWith({ app, release: image("ghcr.io//shop") })).toThrow(
    /4 problems\n.*release\.image|4 problems\n.*app\.name/s,
  );
});

test("environmentSchema takes what Kubernetes takes", () => {
  const config = configWith({
    app: `{ name: a2-b, serviceAccount: shop.web, imagePullSecrets: [registry.example.com], allowPorts: [15008],
      secretEnv: { A: { secret: db.prod, key: .env.url }, B: { secret: b, key: tls.crt } }, autoscale: { maxReplicas: 9 },
      resources: { requests: { memory: 1e8, ephemeral-storage: 1Gi }, limits: { cpu: 0.5, memory: 2e8 } } }`,
    release: image("localhost:5000/a/b__c:v1"),
    traffic: "{ host: a.b, gateway: { name: public.gateway, listener: https } }",
  });
  expect(toWorkload(config)).toMatchObject({
    allowPorts: [15008],
    resources: {
      requests: { memory: "100000000", "ephemeral-storage": "1Gi" },
      limits: { cpu: "0.5", memory: "200000000" },
    },
  });
});
