import * as path from "node:path";
import { openAccess } from "../../../components/prometheus/access";
import { createPrometheus } from "../../../components/prometheus/client";
import { directTransport } from "../../../components/prometheus/direct-transport";
import { kubeconfigFolder } from "../cluster/credentials/kubeconfig-folder";
import { matrix } from "../../support/fake-prometheus";
import { startServer } from "../http/server";
import type { TestServer } from "../http/server";
import { verifySignature } from "./verify-signature";

const { folder, write } = kubeconfigFolder();
let server: TestServer | undefined;

afterEach(async () => {
  await server?.close();
});

/** Asks a managed Prometheus that tells who signed. */
async function ask(settings: object, environment: Record<string, string>, selector = "up[60s]") {
  const said: string[] = [];
  server = await startServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const token = headers["x-amz-security-token"];
      said.push(
        `${verifySignature({ method, url, headers, body }, "s3cret")}${token ? ` with ${String(token)}` : ""}`,
      );
      response.end(matrix());
    });
  });
  const prometheus = `http://127.0.0.1:${server.port}/workspaces/ws-1`;
  const analysis = { prometheus, sigv4: { region: "eu-west-1", service: "aps", ...settings } };
  const access = openAccess(analysis, environment);
  const client = createPrometheus({
    transport: directTransport(prometheus, access),
    secrets: access.secrets,
  });
  const answer = await client.queryRaw(selector, 5);
  return { said, answer, secrets: access.secrets };
}

const keys = { AWS_ACCESS_KEY_ID: "AKID", AWS_SECRET_ACCESS_KEY: "s3cret" };

test.each([
  ["a query", 'sum by (code) (rate(http_requests_total{job=~"a|b", path="/x y"}[5m]))'],
  ["a query too long for an address", `up{instance=~"${"x".repeat(5000)}"}[60s]`],
])("%s is signed so that AWS' own rules confirm it", async (_name, selector) => {
  const { said, answer, secrets } = await ask({}, keys, selector);
  expect(answer).toEqual({ ok: true, value: [] });
  expect(said).toEqual(["AKID for aps in eu-west-1"]);
  expect(secrets).toContain("s3cret");
});

test("a session's token goes along, and the settings say for which service", async () => {
  const { said } = await ask({ service: "monitoring" }, { ...keys, AWS_SESSION_TOKEN: "t0ken" });
  expect(said).toEqual(["AKID for monitoring in eu-west-1 with t0ken"]);
});

test.each([
  ["no keys are in the environment", {}, {}, "AKFILE"],
  ["a profile is named", { profile: "prod" }, { ...keys }, "AKPROFILE"],
])("AWS' own program gives keys where %s", async (_name, settings, environment, expected) => {
  write(
    "aws",
    `#!/bin/sh
test "$*" = "configure export-credentials --format process" && id=AKFILE
test "$*" = "configure export-credentials --format process --profile prod" && id=AKPROFILE
echo "{\\"Version\\":1,\\"AccessKeyId\\":\\"$id\\",\\"SecretAccessKey\\":\\"s3cret\\",\\"SessionToken\\":\\"t\\"}"
`,
    0o755,
  );
  process.env["PATH"] = `${folder}${path.delimiter}${process.env["PATH"]}`;
  const { said } = await ask(settings, environment);
  expect(said).toEqual([`${expected} for aps in eu-west-1 with t`]);
});

test("a program that gives no keys is told, without what it printed", async () => {
  write("aws", '#!/bin/sh\necho "hidden"\n', 0o755);
  process.env["PATH"] = `${folder}${path.delimiter}${process.env["PATH"]}`;
  const { answer, said } = await ask({ profile: "broken" }, {});
  expect(said).toEqual([]);
  expect(answer).toEqual({
    ok: false,
    error: {
      code: "credentials",
      message: 'credential helper "aws" must give JSON with AccessKeyId and SecretAccessKey',
    },
  });
});
