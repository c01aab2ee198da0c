import { isUnreachable } from "../../../components/cluster/api-error";
import { connect, open } from "../../../components/cluster/connect";
import { startProxy, startServer } from "../http/server";
import { fakeApis } from "./fake-api";
import { kubeconfigFolder } from "./credentials/kubeconfig-folder";

const { use } = kubeconfigFolder();
const { ca, certificate, start: startApi, endLater } = fakeApis();
const context = "prod";

test("connect() takes only the cluster with the uid that was meant", async () => {
  const { server } = await startApi();
  use({ server, ...ca }, { token: "t" });
  const cluster = await connect({ context, uid: "u-1" });
  expect(cluster.server).toBe(server);
  cluster.close();
  await expect(connect({ context, uid: "other" })).rejects.toThrow(
    /must be the uid of its namespace kube-system \(u-1\): got other\n  → .*kubectl --context prod get namespace/,
  );
});

test("a call that is interrupted ends at once, one without an answer when its time is up", async () => {
  const silent = await startServer(() => undefined, certificate);
  endLater(silent);
  use({ server: `https://127.0.0.1:${silent.port}`, ...ca }, { token: "t" });
  const cluster = await open({ context });
  const controller = new AbortController();
  const call = cluster.call("GET", "/version", { signal: controller.signal });
  setTimeout(() => controller.abort(), 50);
  await expect(call).rejects.toMatchObject({
    reason: "Unreachable",
    message: expect.not.stringContaining("no answer within"),
  });
  const late = cluster.call("GET", "/version", { timeoutMs: 50 });
  await expect(late).rejects.toMatchObject({
    message: expect.stringMatching(/does not answer: no answer within 0.05 s$/),
    cause: { name: "TimeoutError" },
  });
  cluster.close();
});

test("an answer is limited while it is read", async () => {
  let written = 0;
  const endless = await startServer((_, response) => {
    const timer = setInterval(() => {
      written += 100_000;
      response.write("x".repeat(100_000));
    }, 1);
    response.on("close", () => clearInterval(timer));
  }, certificate);
  endLater(endless);
  use({ server: `https://127.0.0.1:${endless.port}`, ...ca }, { token: "t" });
  const cluster = await open({ context });
  const refused: unknown = await cluster
    .call("GET", "/api/v1/pods", { maxBytes: 500_000 })
    .catch((error: unknown) => error);
  cluster.close();
  expect(refused).toMatchObject({
    reason: "TooLarge",
    message: "GET /api/v1/pods: answer must be at most 500000 bytes",
  });
  expect(isUnreachable(refused)).toBe(false);
  expect(written).toBeLessThan(20_000_000);
});

test.each([
  ["the kubeconfig's proxy-url", (proxy: string) => ({ cluster: { "proxy-url": proxy }, variables: {} })],
  ["HTTPS_PROXY", (proxy: string) => ({ cluster: {}, variables: { HTTPS_PROXY: proxy } })],
])("a cluster behind a proxy is reached by %s", async (_name, how) => {
  const asked: string[] = [];
  const { port } = await startApi();
  const proxy = await startProxy(port, asked);
  endLater(proxy);
  const { cluster: more, variables } = how(`http://127.0.0.1:${proxy.port}`);
  Object.assign(process.env, variables);
  use(
    {
      server: "https://api.example:6443",
      "certificate-authority-data": ca["certificate-authority-data"],
      ...more,
    },
    { token: "t" },
  );
  const cluster = await connect({ context, uid: "u-1" });
  cluster.close();
  expect(asked).toEqual(["CONNECT api.example:6443 none"]);
});

test("a server whose certificate has another name is refused, unless any will do", async () => {
  const { server } = await startApi();
  use({ server, "certificate-authority-data": ca["certificate-authority-data"] }, { token: "t" });
  const cluster = await open({ context });
  await expect(cluster.call("GET", "/version")).rejects.toMatchObject({ reason: "Unreachable" });
  cluster.close();
  use({ server, "insecure-skip-tls-verify": true }, { token: "t" });
  const careless = await open({ context });
  expect(await careless.find("/version")).toEqual({ metadata: { uid: "u-1" } });
  careless.close();
});

test.each([
  [
    "an unknown context",
    { server: "https://a" },
    { token: "t" },
    "sluice:cluster.context must be a context of the kubeconfig (prod): got stage\n  → set KUBECONFIG or correct the context",
    "stage",
  ],
  [
    "a cluster without server",
    {},
    { token: "t" },
    'cluster "c": server must be an http or https address: got nothing',
  ],
  [
    "a user without credentials",
    { server: "https://a" },
    { tokenfile: "/t" },
    'user "u": it must have a token',
  ],
  [
    "no user",
    { server: "https://a" },
    undefined,
    'context "prod" must name a user of the kubeconfig: got none',
  ],
  [
    "credentials in plain text",
    { server: "http://api.example" },
    { token: "hidden" },
    'cluster "c": server must be https, since user "u" has credentials: got http://api.example',
  ],
  [
    "what clients no longer have",
    { server: "https://a" },
    { "auth-provider": { name: "gcp" } },
    'user "u": auth-provider must be oidc: got gcp; use gke-gcloud-auth-plugin',
  ],
  [
    "a proxy that is none",
    { server: "https://a", "proxy-url": "ftp://proxy" },
    { token: "t" },
    'Cannot use the proxy of cluster "c"',
  ],
])("open() refuses %s before it sends anything", async (_name, cluster, user, words, wanted = context) => {
  use(cluster, user);
  await expect(open({ context: wanted })).rejects.toThrow(words);
});

test("a proxy without TLS on this machine needs no user", async () => {
  const plain = await startServer((_, response) => void response.end('{"metadata":{"uid":"u-1"}}'));
  endLater(plain);
  for (const user of [undefined, {}]) {
    use({ server: `http://127.0.0.1:${plain.port}` }, user);
    const cluster = await connect({ context, uid: "u-1" });
    cluster.close();
  }
});
