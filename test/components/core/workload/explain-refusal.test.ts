import { explainRefusal } from "../../../../components/core/workload/explain-refusal";
import type { Refusal, TriedObject } from "../../../../components/core/workload/explain-refusal";

const shop: TriedObject = { name: "Deployment shop", isSecret: false, isWorkload: true };
const budget: TriedObject = { ...shop, name: "the set's PodDisruptionBudget", isWorkload: false };
const secret: TriedObject = { name: "Secret key", isSecret: true, isWorkload: false };

const invalid = (field: string, message: string): Refusal => ({
  status: 422,
  words: `Deployment.apps "shop-canary" is invalid: ${field}: ${message}`,
  causes: [{ field, message }],
});
const said = (status: number, words: string): Refusal => ({ status, words, causes: [] });

const texts = (refusal: Refusal, tried = shop): readonly string[] => {
  const trial = explainRefusal(refusal, tried);
  return "problems" in trial ? trial.problems.map(({ text }) => text) : [`unknown: ${trial.unknown}`];
};

// Answers of Kubernetes 1.36.3.
test.each([
  ["spec.a", "Invalid value: 3: must be 1", "must be 1: got 3"],
  ["spec.a", 'Invalid value: "x": must be an absolute path', 'must be an absolute path: got "x"'],
  [
    "spec.schedule",
    'Invalid value: "61 * * * *": end of range (61) above maximum (59): 61',
    'must be valid: got "61 * * * *" (end of range (61) above maximum (59): 61)',
  ],
  [
    "data[a b]",
    "Invalid value: \"a b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name', regex used for validation is '[-._a-zA-Z0-9]+')",
    "must be valid: got \"a b\" (a valid config key must consist of alphanumeric characters, '-', '_' or '.')",
  ],
  ["spec.a", "Invalid value: 3", "must be valid: got 3"],
  [
    "spec",
    `Invalid value: ${JSON.stringify({ MinAvailable: 1, Selector: null, MaxUnavailable: 1, UnhealthyPodEvictionPolicy: null })}: minAvailable and maxUnavailable cannot be both set`,
    "must be valid: got another value (minAvailable and maxUnavailable cannot be both set)",
  ],
  ["data[tls.crt]", "Required value", "must be set: got none"],
  [
    "spec.a",
    "Required value: must specify a handler type",
    "must be set: got none (must specify a handler type)",
  ],
  ["spec.a", 'Duplicate value: "http"', 'must be the only one of its name: got "http"'],
  ["spec.a", 'Not found: "data"', 'must be the name of something that is there: got "data"'],
  [
    "spec.a",
    'Unsupported value: "x": supported values: "a", "b"',
    'must be one of those that there are: got "x" ("a", "b")',
  ],
  [
    "spec.a",
    "Forbidden: may not specify more than 1 handler type",
    "must be allowed where it is: got none (may not specify more than 1 handler type)",
  ],
  ["spec.a", "Internal error: something", "must be valid: got Internal error: something"],
])("explainRefusal() says of %s what %s means", (field, message, says) => {
  expect(texts(invalid(field, message))).toEqual([`${field} of Deployment shop ${says}`]);
});

test("explainRefusal() names each field once, with its path for programs", () => {
  const [cause] = invalid("spec.a", "Invalid value: 3: must be 1").causes;
  const again = { ...cause, field: "spec.b" };
  const refusal = {
    status: 422,
    words: "is invalid",
    causes: [cause ?? {}, cause ?? {}, again, { message: "x" }],
  };
  expect(explainRefusal(refusal, shop)).toEqual({
    problems: [
      { path: "spec.a", object: "Deployment shop", text: "spec.a of Deployment shop must be 1: got 3" },
      { path: "spec.b", object: "Deployment shop", text: "spec.b of Deployment shop must be 1: got 3" },
    ],
  });
});

test("explainRefusal() shows no value where a secret may stand", () => {
  const at = (field: string, tried: TriedObject) =>
    texts(invalid(field, 'Invalid value: "s3cret": must be x'), tried);
  expect(at("data[a]", secret)).toEqual(["data[a] of Secret key must be x: got another value"]);
  expect(at("spec.containers[0].env[0].value", shop)[0]).not.toContain("s3cret");
  expect(texts(invalid("data[a]", "s3cret is bad"), secret)).toEqual([
    "data[a] of Secret key must be valid: got another value",
  ]);
  expect(texts(said(400, "s3cret is bad"), secret)).toEqual([
    "Secret key must be taken by the API server: got a refusal whose words may show its values",
  ]);
});

test("explainRefusal() repeats the words of a server that says no field, but not without end", () => {
  const duplicate = 'failed to create typed patch object (x): .env: duplicate entries for key [name="A"]';
  expect(texts(said(500, duplicate))).toEqual([
    `Deployment shop must be taken by the API server: got ${duplicate}`,
  ]);
  expect(texts(said(422, `a${"b".repeat(1000)}`))[0]).toHaveLength(
    "Deployment shop must be taken by the API server: got ".length + 401,
  );
});

const webhook = 'admission webhook "a.example.org" denied the request: no owner';
const policy = `deployments.apps "shop" is forbidden: ValidatingAdmissionPolicy 'owners' with binding 'owners' denied request: no owner`;

test.each([webhook, policy])(
  "explainRefusal() takes a policy's no for the pods as a refusal: %s",
  (words) => {
    expect(explainRefusal({ ...said(422, words), causes: [{ message: words }] }, shop)).toEqual({
      problems: [
        {
          path: "Deployment shop",
          object: "Deployment shop",
          text: `Deployment shop must be admitted by the cluster's policies: got ${words}`,
          fix: "change the set as these words say, or ask whoever runs that policy",
        },
      ],
    });
  },
);

test.each([
  [
    "a policy's no for an object that may wait for another",
    said(403, webhook),
    budget,
    `${webhook} (it may wait for another object)`,
  ],
  [
    "a webhook that cannot be tried",
    said(400, 'admission webhook "a" does not support dry run'),
    shop,
    'admission webhook "a" does not support dry run',
  ],
  [
    "a missing right",
    said(403, 'deployments.apps "shop" is forbidden: User "prev" cannot patch resource "deployments"'),
    shop,
    "the account has no right to write it",
  ],
  [
    "a right that the account may not give",
    said(
      403,
      'roles "a" is forbidden: user "prev" (groups=["a"]) is attempting to grant RBAC permissions not currently held:',
    ),
    budget,
    "the account has no right to write it",
  ],
  ["a server that is away", said(0, "no answer"), shop, "no answer"],
  ["a server that is busy", said(429, "too many"), shop, "too many"],
  ["a server with a fault", said(503, "no leader"), shop, "no leader"],
  ["credentials", said(401, "Unauthorized"), shop, "Unauthorized"],
  [
    "a namespace that is not there yet",
    said(404, 'namespaces "prod" not found'),
    shop,
    'namespaces "prod" not found',
  ],
  ["another writer", said(409, "modified"), shop, "modified"],
])("explainRefusal() takes %s for nothing that is known", (_, refusal, tried, unknown) => {
  expect(explainRefusal(refusal, tried)).toEqual({ unknown });
});

test("explainRefusal() takes a quota's no for a refusal", () => {
  const words = 'services "shop" is forbidden: exceeded quota: small';
  expect(texts(said(403, words))).toEqual([`Deployment shop must be taken by the API server: got ${words}`]);
});
