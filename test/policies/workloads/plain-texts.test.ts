import { readChecks } from "../../../policies/cel/read-checks";
import { toPolicy } from "../../../policies/cel/to-policy";
import { asWorkload } from "../checks/workload";
import { goodSpec } from "../checks/good-pod";
import { object } from "../checks/objects";
import { messagesOf, runPolicy } from "../pack/run-policy";
import type { GivenResource } from "../pack/run-policy";

const policies = readChecks().map(toPolicy);

/** Places that the whole pack's checks point to. */
async function places(given: GivenResource): Promise<string[]> {
  const found = await Promise.all(policies.map(async (policy) => await messagesOf(policy, given)));
  return found.flat().map((message) => / "[^"]*": (\S+) /.exec(message)?.[1] ?? message);
}

const configMap = (data: Record<string, string>, metadata = {}) =>
  object("kubernetes:core/v1:ConfigMap", { data }, metadata);
const url = "postgres://app:hunter2@db/shop";
// In two parts, so that nobody who looks for secrets takes the example for one.
const key = ["-----BEGIN PRIVATE", " KEY-----\nMIIB\n"].join("");

test.each<[string, Record<string, string>, readonly string[]]>([
  ["a password by its name", { DB_PASSWORD: "hunter2", LOG_LEVEL: "info" }, ["data"]],
  ["a name with dots", { "spring.datasource.password": "hunter2" }, ["data"]],
  ["an address with a password", { DATABASE_URL: url }, ["data"]],
  [
    "lines of properties",
    { "app.properties": "db.user=app\ndb.password=hunter2\n" },
    ["data[app.properties]"],
  ],
  ["YAML", { "app.yaml": "db:\n  password: hunter2\n" }, ["data[app.yaml]"]],
  ["a script", { run: "#!/bin/sh\ncurl -u admin:hunter2 http://db\n" }, ["data[run]"]],
  ["a private key", { "tls.key": key }, ["data[tls.key]"]],
  [
    "a password far down in a long file",
    { "app.yaml": `${"a: b\n".repeat(4000)}password: hunter2\n` },
    ["data[app.yaml]"],
  ],
  ["a long line", { "app.yaml": "x".repeat(40_000) }, []],
  [
    "references and files of secrets",
    { PASSWORD_FILE: "/run/db", "app.yaml": "password: ${DB_PASSWORD}\n" },
    [],
  ],
  [
    "a file that is about secrets",
    { "secret-rotation.yaml": "interval: 24h", "password-policy.json": "{}" },
    [],
  ],
  ["a certificate", { "ca.crt": "-----BEGIN CERTIFICATE-----\nMIIB\n" }, []],
])("a ConfigMap with %s", async (_name, data, found) => {
  await expect(places(configMap(data))).resolves.toEqual(found);
});

test("a ConfigMap that is not known yet is no finding of an update", async () => {
  const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  const given = configMap({ DB_PASSWORD: unknown });
  const found = await Promise.all(policies.map(async (policy) => await runPolicy(policy, given)));
  expect(found.flat().filter(({ enforcementLevel }) => enforcementLevel !== "advisory")).toEqual([]);
});

test("annotations are judged by what they hold, of an object and of its pods, and not by their names", async () => {
  const pod = {
    spec: goodSpec(),
    metadata: { annotations: { "example.org/db": url, "example.org/token": "on" } },
  };
  const deployment = asWorkload("kubernetes:apps/v1:Deployment", pod);
  await expect(places(deployment)).resolves.toEqual([
    "metadata.annotations[example.org/db]",
    "spec.template.metadata.annotations[example.org/db]",
  ]);
  await expect(places(asWorkload("kubernetes:batch/v1:CronJob", pod))).resolves.toEqual([
    "metadata.annotations[example.org/db]",
    "spec.jobTemplate.spec.template.metadata.annotations[example.org/db]",
  ]);
});

test("the copy of the object that kubectl keeps is not judged a second time", async () => {
  const copy = { "kubectl.kubernetes.io/last-applied-configuration": `{"data":{"A":"${url}"}}` };
  await expect(places(configMap({}, { annotations: copy }))).resolves.toEqual([]);
});
