import * as fs from "node:fs";
import * as path from "node:path";
import { isUnreachable } from "../../../../components/cluster/api-error";
import { open } from "../../../../components/cluster/connect";
import { makeCertificate } from "../../http/server";
import { fakeApis } from "../fake-api";
import { kubeconfigFolder } from "./kubeconfig-folder";

const { write, use } = kubeconfigFolder();
const { ca, certificate, start: startApi } = fakeApis();
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const context = "prod";

/** A program that prints its number as a token and counts its runs in a file. */
const counting = (name: string, rest = ""): string =>
  write(
    name,
    `#!/bin/sh
echo run >> "$0.runs"
${rest}
printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%s"}}' "$(wc -l < "$0.runs" | tr -d ' ')"
`,
    0o755,
  );
const exec = (command: string, more: object = {}) => ({
  exec: { apiVersion: "client.authentication.k8s.io/v1", command, ...more },
});

test.each([
  ["a token", { token: "t" }, { authorization: "Bearer t" }],
  ["user and password", { username: "u", password: "p:q" }, { authorization: `Basic ${base64("u:p:q")}` }],
  [
    "whom it acts for",
    { token: "t", as: "jane", "as-uid": "7", "as-groups": ["dev", "ops"], "as-user-extra": { team: ["a"] } },
    {
      "impersonate-user": "jane",
      "impersonate-uid": "7",
      "impersonate-group": "dev, ops",
      "impersonate-extra-team": "a",
    },
  ],
])("a request shows %s", async (_name, user, headers) => {
  const { server, seen } = await startApi();
  use({ server, ...ca }, user);
  const cluster = await open({ context });
  await cluster.call("GET", "/version");
  cluster.close();
  expect(seen[0]?.headers).toMatchObject(headers);
});

test("a token file beside the kubeconfig is read again for each request", async () => {
  const { server, seen } = await startApi();
  write("token", "first\n");
  use({ server, ...ca }, { tokenFile: "token" });
  const cluster = await open({ context });
  await cluster.call("GET", "/version");
  write("token", "second\n");
  await cluster.call("GET", "/version");
  expect(seen.map(({ headers }) => headers.authorization)).toEqual(["Bearer first", "Bearer second"]);
  write("token", "");
  const refused: unknown = await cluster.call("GET", "/version").catch((error: unknown) => error);
  cluster.close();
  expect(isUnreachable(refused)).toBe(true);
  expect(refused).toMatchObject({
    message: expect.stringMatching(/token must contain a token: got nothing$/),
  });
});

test("a client certificate that was renewed in its file goes along with the next request", async () => {
  const { server, seen } = await startApi();
  const show = (name: string): void => {
    const made = makeCertificate(name);
    write("client.crt", made.cert);
    write("client.key", made.key);
  };
  show("first");
  use({ server, ...ca }, { "client-certificate": "client.crt", "client-key": "client.key" });
  const cluster = await open({ context });
  await cluster.call("GET", "/version");
  show("second");
  await cluster.call("GET", "/version");
  cluster.close();
  expect(seen.map(({ client }) => client)).toEqual(["first", "second"]);
});

test("a program is asked once by eight calls, and once more when its token is refused", async () => {
  const { server, seen } = await startApi((header) => header !== "Bearer 1");
  use({ server, ...ca }, exec(counting("refused")));
  const cluster = await open({ context });
  const all = Array.from({ length: 8 }, () => cluster.call("GET", "/version"));
  await Promise.all(all);
  cluster.close();
  const tokens = seen.map(({ headers }) => headers.authorization);
  expect(new Set(tokens)).toEqual(new Set(["Bearer 1", "Bearer 2"]));
});

test("a refusal stands where a program's next token is refused, too", async () => {
  const { server, seen } = await startApi(() => false);
  use({ server, ...ca }, exec(counting("always-refused")));
  const cluster = await open({ context });
  await expect(cluster.call("GET", "/version")).rejects.toMatchObject({ status: 401 });
  cluster.close();
  expect(seen.map(({ headers }) => headers.authorization)).toEqual(["Bearer 1", "Bearer 2"]);
});

test("a fixed token that is refused is not sent again", async () => {
  const { server, seen } = await startApi(() => false);
  use({ server, ...ca }, { token: "t" });
  const cluster = await open({ context });
  await expect(cluster.call("GET", "/version")).rejects.toMatchObject({ status: 401 });
  cluster.close();
  expect(seen).toHaveLength(1);
});

test("a program beside the kubeconfig is told of the cluster where it asks for that", async () => {
  const { server } = await startApi();
  write("ca.crt", certificate.cert);
  counting("bin/plugin", 'printf "%s" "$KUBERNETES_EXEC_INFO" > "$0.info"');
  const file = use(
    { server, "certificate-authority": "ca.crt", "tls-server-name": "api.example" },
    exec("./bin/plugin", { provideClusterInfo: true }),
  );
  const cluster = await open({ context });
  await cluster.call("GET", "/version");
  cluster.close();
  const told = fs.readFileSync(path.join(path.dirname(file), "bin/plugin.info"), "utf8");
  expect(JSON.parse(told)).toMatchObject({
    spec: { interactive: false, cluster: { server, "certificate-authority-data": base64(certificate.cert) } },
  });
});

test("a program that hangs is away when the time of the call is up", async () => {
  const { server } = await startApi((header) => header !== "Bearer 1");
  use({ server, ...ca }, exec(counting("hangs", 'test "$(wc -l < "$0.runs")" -lt 2 || sleep 30')));
  const cluster = await open({ context });
  const start = performance.now();
  const refused: unknown = await cluster
    .call("GET", "/version", { timeoutMs: 400 })
    .catch((error: unknown) => error);
  cluster.close();
  expect(performance.now() - start).toBeLessThan(3000);
  expect(isUnreachable(refused)).toBe(true);
  expect(refused).toMatchObject({
    reason: "NoCredentials",
    message: `cluster "prod" at ${server} cannot be asked: its credentials were not there in time`,
  });
});

test("a program that fails is away, and says why", async () => {
  const { server } = await startApi();
  use({ server, ...ca }, exec("no-such-login", { installHint: "brew install no-such-login" }));
  await expect(open({ context })).rejects.toMatchObject({
    status: 0,
    message: `cluster "prod" at ${server} cannot be asked: credential plugin "no-such-login" was not found; brew install no-such-login`,
  });
});
