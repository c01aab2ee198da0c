import { describe as describeObject } from "../../../../../../components/core/workload/from/identity";
import { container, deployment, object, refuse, take } from "../set";

const map = (name: string, more: object = { data: { x: name } }) =>
  object("v1", "ConfigMap", name, { ...more });
const secret = (name: string, more: object = {}) => object("v1", "Secret", name, { ...more });

const places = {
  "a variable": [{ env: [{ name: "A", valueFrom: { configMapKeyRef: { name: "one", key: "x" } } }] }, {}],
  "an environment": [{ envFrom: [{ configMapRef: { name: "one" } }] }, {}],
  "a volume": [{}, { volumes: [{ name: "v", configMap: { name: "one" } }] }],
  "a projected volume": [
    {},
    { volumes: [{ name: "v", projected: { sources: [{ configMap: { name: "one" } }] } }] },
  ],
  "an init container": [
    {},
    { initContainers: [{ name: "i", image: "i", envFrom: [{ configMapRef: { name: "one" } }] }] },
  ],
} as const;

test.each(Object.entries(places))("a ConfigMap that %s takes is released with the pods", (_, [of, pod]) => {
  const set = [deployment({ containers: [container(of)], ...pod }), map("one"), map("two")];
  const { revision, others, notes } = take(set);
  expect(revision.configuration).toEqual([{ kind: "ConfigMap", name: "one", data: { x: "one" } }]);
  expect(others).toEqual([map("two")]);
  expect(notes).toContain("released with the pods: ConfigMap one");
});

test.each([
  ["a variable", { env: [{ name: "A", valueFrom: { secretKeyRef: { name: "one", key: "x" } } }] }, {}],
  ["an environment", { envFrom: [{ secretRef: { name: "one" } }] }, {}],
  ["a volume", {}, { volumes: [{ name: "v", secret: { secretName: "one" } }] }],
  [
    "a projected volume",
    {},
    { volumes: [{ name: "v", projected: { sources: [{ secret: { name: "one" } }] } }] },
  ],
])("a Secret that %s takes is released with the pods, its values as they are", (_, of, pod) => {
  const rendered = secret("one", {
    type: "Opaque",
    data: { a: "YWJj", b: "/w==" },
    stringData: { c: "plain" },
  });
  const { revision } = take([deployment({ containers: [container(of)], ...pod }), rendered]);
  expect(revision.configuration).toEqual([
    { kind: "Secret", name: "one", data: { a: "abc", c: "plain" }, binaryData: { b: "/w==" } },
  ]);
});

test("a Secret keeps its type and bytes, a ConfigMap its bytes", () => {
  const volumes = [
    { name: "v", projected: { sources: [{ secret: { name: "one" } }, { configMap: { name: "two" } }] } },
  ];
  const set = [
    deployment({ volumes }),
    secret("one", { type: "kubernetes.io/tls", data: { a: "/w==" } }),
    map("two", { binaryData: { b: "AA==" } }),
  ];
  expect(take(set).revision.configuration).toEqual([
    { kind: "Secret", name: "one", data: {}, binaryData: { a: "/w==" }, type: "kubernetes.io/tls" },
    { kind: "ConfigMap", name: "two", data: {}, binaryData: { b: "AA==" } },
  ]);
});

test("bytes that are no base64 are refused, and not shown", () => {
  const volumes = [{ name: "v", secret: { secretName: "one" } }];
  const broken = [
    secret("one", { data: { a: "s3cret!", b: "YW\nJj" } }),
    map("two", { binaryData: { c: "YWJ" } }),
  ];
  expect(refuse([deployment({ volumes }), ...broken])).toEqual([
    "data.a of Secret one must be base64: got another text; encode it, or write it under stringData as it is",
    "binaryData.c of ConfigMap two must be base64: got another text; encode it, or write it under data as it is",
  ]);
});

test("Secrets for pulling images are no configuration", () => {
  const { revision, others } = take([deployment({ imagePullSecrets: [{ name: "pull" }] }), secret("pull")]);
  expect(revision.configuration).toEqual([]);
  expect(others).toEqual([secret("pull")]);
});

const used = {
  volumes: [
    { name: "v", secret: { secretName: "one" } },
    { name: "w", configMap: { name: "one" } },
  ],
};

test.each([
  ["a Secret that images are pulled with", {}, { imagePullSecrets: [{ name: "one" }] }, "Secret one"],
  [
    "a Secret of an Ingress",
    object("networking.k8s.io/v1", "Ingress", "in", { spec: { tls: [{ secretName: "one" }] } }),
    {},
    "Secret one",
  ],
  [
    "a ConfigMap of another Deployment",
    object("apps/v1", "DaemonSet", "agent", {
      spec: { template: { spec: { volumes: [{ configMap: { name: "one" } }] } } },
    }),
    {},
    "ConfigMap one",
  ],
  [
    "a ConfigMap of a hook",
    {
      ...object("batch/v1", "Job", "hook", {
        spec: { template: { spec: { containers: [{ envFrom: [{ configMapRef: { name: "one" } }] }] } } },
      }),
      metadata: { name: "hook", annotations: { "helm.sh/hook": "pre-upgrade" } },
    },
    {},
    "ConfigMap one",
  ],
])("%s stays under its own name as well, and is named", (_, user, pod, what) => {
  const set = [deployment({ ...used, ...pod }), secret("one"), map("one"), ...("kind" in user ? [user] : [])];
  const { revision, others, notes } = take(set);
  expect(revision.configuration).toHaveLength(2);
  expect(others.some((one) => describeObject(one) === what)).toBe(true);
  expect(notes).toContain(
    `${what} stays under its own name too, since something else uses it: a change there is ungated`,
  );
});

test("what the set does not have is named", () => {
  expect(take([deployment(used)]).notes).toContain(
    "not part of the set, so that a change of it is not gated: Secret one, ConfigMap one",
  );
});

test("a service account's token is refused as configuration", () => {
  expect(refuse([deployment(used), secret("one", { type: "kubernetes.io/service-account-token" })])).toEqual([
    "Secret one must be one that its own set fills: got a service account's token, which the cluster makes",
  ]);
});
