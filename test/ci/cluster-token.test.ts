import { execFile } from "node:child_process";
import * as fs from "node:fs";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";

const folder = path.join(__dirname, "../../ci");

interface Asked {
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

let server: Server;
let base: string;
const asked: Asked[] = [];
const failures: number[] = [];

const answers: readonly (readonly [RegExp, unknown])[] = [
  [/^\/identity/, { value: "the-job" }],
  [
    /^\/aws/,
    {
      AssumeRoleWithWebIdentityResponse: {
        AssumeRoleWithWebIdentityResult: {
          Credentials: { AccessKeyId: "ID", SecretAccessKey: "KEY", SessionToken: "SESSION" },
        },
      },
    },
  ],
  [/^\/google\/v1\/token/, { access_token: "federated", expires_in: 3599 }],
  [/generateAccessToken$/, { accessToken: "of-the-account", expireTime: "2030-01-01T00:00:00Z" }],
  [/oauth2\/v2\.0\/token$/, { access_token: "of-azure", expires_in: 3599 }],
];

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const url = request.url ?? "";
      asked.push({
        url,
        authorization: request.headers.authorization,
        body: Buffer.concat(chunks).toString(),
      });
      const failure = failures.shift();
      const answer = answers.find(([pattern]) => pattern.test(url))?.[1];
      response.writeHead(failure ?? 200, { "content-type": "application/json" });
      response.end(JSON.stringify(failure === undefined ? answer : { error: "secret detail" }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  asked.length = 0;
  failures.length = 0;
});

const run = (script: string, env: Record<string, string>, ...args: string[]) =>
  new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      [path.join(folder, script), ...args],
      { env: { PATH: process.env["PATH"] ?? "", ...env } },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
    );
  });
const github = () => ({
  ACTIONS_ID_TOKEN_REQUEST_URL: `${base}/identity?v=1`,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: "request-token",
});
const statusOf = (stdout: string) =>
  (JSON.parse(stdout) as { kind: string; status: { token: string; expirationTimestamp: string } }).status;

test("EKS takes what the role signed, for as long as it does", async () => {
  const { stdout } = await run("cluster-token.js", {
    ...github(),
    CLUSTER_CLOUD: "eks",
    CLUSTER_NAME: "prod",
    AWS_REGION: "eu-west-1",
    AWS_ROLE_ARN: "arn:aws:iam::1:role/releaser",
    AWS_ENDPOINT_URL_STS: `${base}/aws`,
  });
  const { token, expirationTimestamp } = statusOf(stdout);
  expect(asked[0]).toMatchObject({ authorization: "bearer request-token" });
  expect(asked[0]?.url).toContain("audience=sts.amazonaws.com");
  expect(new URLSearchParams(asked[1]?.body).get("WebIdentityToken")).toBe("the-job");
  expect(token).toMatch(/^k8s-aws-v1\.[\w-]+$/);
  const url = new URL(Buffer.from(token.slice("k8s-aws-v1.".length), "base64url").toString());
  expect(url.host).toBe("sts.eu-west-1.amazonaws.com");
  expect(url.searchParams.get("X-Amz-SignedHeaders")).toBe("host;x-k8s-aws-id");
  expect(url.searchParams.get("X-Amz-Security-Token")).toBe("SESSION");
  expect(Date.parse(expirationTimestamp)).toBeLessThan(Date.now() + 15 * 60_000);
});

test("GKE takes a token of the account, or of the identity itself", async () => {
  const env = {
    ...github(),
    CLUSTER_CLOUD: "gke",
    GCP_WORKLOAD_IDENTITY_PROVIDER: "projects/1/locations/global/workloadIdentityPools/p/providers/g",
    GOOGLE_STS_URL: `${base}/google/v1/token`,
    GOOGLE_IAM_URL: `${base}/google`,
  };
  const own = await run("cluster-token.js", { ...env, GCP_SERVICE_ACCOUNT: "r@p.iam.gserviceaccount.com" });
  expect(statusOf(own.stdout)).toEqual({
    token: "of-the-account",
    expirationTimestamp: "2030-01-01T00:00:00Z",
  });
  expect(asked.at(-1)?.authorization).toBe("Bearer federated");
  expect(statusOf((await run("cluster-token.js", env)).stdout).token).toBe("federated");
});

test("AKS takes a token of the application, on GitLab by the job's own variable", async () => {
  const { stdout } = await run("cluster-token.js", {
    SLUICE_ID_TOKEN: "of-gitlab",
    CLUSTER_CLOUD: "aks",
    AZURE_TENANT_ID: "tenant",
    AZURE_CLIENT_ID: "client",
    AZURE_AUTHORITY_HOST: base,
  });
  expect(statusOf(stdout).token).toBe("of-azure");
  expect(asked).toHaveLength(1);
  expect(new URLSearchParams(asked[0]?.body).get("client_assertion")).toBe("of-gitlab");
});

const azure = () => ({
  SLUICE_ID_TOKEN: "t",
  CLUSTER_CLOUD: "aks",
  AZURE_TENANT_ID: "tenant",
  AZURE_CLIENT_ID: "client",
  AZURE_AUTHORITY_HOST: base,
});

test("a service that fails once is asked again; one that refuses is named, without what it said", async () => {
  failures.push(503);
  expect((await run("cluster-token.js", azure())).code).toBe(0);
  failures.push(403);
  const { code, stderr } = await run("cluster-token.js", azure());
  expect(code).toBe(1);
  expect(stderr).toBe(
    "Cannot log in to the cluster: Azure must give a token: got 403\n  → see docs/how-to/ci.md\n",
  );
});

test.each([
  [{ CLUSTER_CLOUD: "" }, "CLUSTER_CLOUD must be set: got nothing"],
  [{ CLUSTER_CLOUD: "constructor" }, 'CLUSTER_CLOUD must be eks, gke or aks: got "constructor"'],
  [{ AZURE_TENANT_ID: "" }, "AZURE_TENANT_ID must be set: got nothing"],
])("what is not configured is named: %j", async (changes, words) => {
  const { code, stderr } = await run("cluster-token.js", { ...azure(), ...changes });
  expect(code).toBe(1);
  expect(stderr).toContain(words);
});

test("the kubeconfig holds a way to credentials and none itself", async () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "sluice-kubeconfig-")), "config");
  const env = {
    CLUSTER_CLOUD: "eks",
    CLUSTER_CONTEXT: "prod-eu",
    CLUSTER_SERVER: "https://x",
    CLUSTER_CA: "QQ==",
  };
  expect((await run("write-kubeconfig.js", env, file)).code).toBe(0);
  const text = fs.readFileSync(file, "utf8");
  expect(JSON.parse(text)).toMatchObject({ "current-context": "prod-eu" });
  expect(text).not.toMatch(/"token"|client-key|password/);
  expect(fs.statSync(file).mode & 0o077).toBe(0);
  const { code, stderr } = await run("write-kubeconfig.js", { CLUSTER_CLOUD: "eks" }, file);
  expect(code).toBe(2);
  expect(stderr).toContain("got no CLUSTER_CONTEXT, CLUSTER_SERVER, CLUSTER_CA");
});
