import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

/** A pod behind the fake API server. */
export interface FakePod {
  readonly name: string;
  readonly track: string;
  /** "http://127.0.0.1:PORT" of the pod's admin port; without it nothing listens there. */
  readonly adminUrl?: string;
  /** @default "Running" */
  readonly phase?: string;
  /** Being deleted. @default false */
  readonly isTerminating?: boolean;
}

/** An API server that knows pods and proxies to them, and answers only to its client certificate. */
export interface FakeApi {
  readonly kubeconfig: string;
  /** Method and path of every request. */
  readonly requests: readonly string[];
  pods: readonly FakePod[];
  readonly stop: () => Promise<void>;
}

const CERTIFICATES = `
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.crt -subj /CN=ca -days 2
for name in server admin; do
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout $name.key -out $name.csr -subj /CN=$name
  printf 'subjectAltName=IP:127.0.0.1' > ext
  openssl x509 -req -in $name.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out $name.crt -days 2 -extfile ext
done`;

const listPods = (pods: readonly FakePod[], url: URL): unknown => {
  const wanted = (url.searchParams.get("labelSelector") ?? "").split(",");
  const items = pods
    .map(({ name, track, phase = "Running", isTerminating }) => ({
      metadata: {
        name,
        labels: { "app.kubernetes.io/name": "scholarlink", "sluice.dev/track": track },
        ...(isTerminating ? { deletionTimestamp: "2026-01-01T00:00:00Z" } : {}),
      },
      status: { phase },
    }))
    .filter(({ metadata }) => {
      const labels = Object.entries(metadata.labels).map(([key, value]) => `${key}=${value}`);
      return wanted.every((label) => labels.includes(label));
    });
  return { kind: "PodList", items };
};

const readBody = async (request: IncomingMessage): Promise<string> => {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
};

/** Starts the fake; its kubeconfig's context is "test". */
export async function startFakeApi(): Promise<FakeApi> {
  const directory = mkdtempSync(path.join(tmpdir(), "api-"));
  execFileSync("sh", ["-ec", CERTIFICATES], { cwd: directory, stdio: "ignore" });
  const read = (name: string): Buffer => readFileSync(path.join(directory, name));
  const requests: string[] = [];
  const state: { pods: readonly FakePod[] } = { pods: [] };
  const options = { key: read("server.key"), cert: read("server.crt"), ca: read("ca.crt") };
  const server = createServer(
    { ...options, requestCert: true, rejectUnauthorized: true },
    (request, response) => {
      const url = new URL(request.url ?? "", "https://fake");
      requests.push(`${request.method} ${url.pathname}`);
      const answer = async (): Promise<void> => {
        if (url.pathname === "/api/v1/namespaces/prod/pods") {
          response.end(JSON.stringify(listPods(state.pods, url)));
          return;
        }
        const [, name] =
          /^\/api\/v1\/namespaces\/prod\/pods\/([^:/]+):9090\/proxy\/faults$/.exec(url.pathname) ?? [];
        const adminUrl = state.pods.find((pod) => pod.name === name)?.adminUrl;
        if (name === undefined || adminUrl === undefined) {
          const message = name ? "connection refused" : `no rights on ${url.pathname}`;
          response.writeHead(name ? 503 : 403).end(JSON.stringify({ kind: "Status", message }));
          return;
        }
        const method = request.method ?? "GET";
        const body = await readBody(request);
        const proxied = await fetch(`${adminUrl}/faults`, body ? { method, body } : { method });
        response.setHeader("x-scholarlink-version", proxied.headers.get("x-scholarlink-version") ?? "");
        response.writeHead(proxied.status).end(await proxied.text());
      };
      void answer();
    },
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const kubeconfig = path.join(directory, "kubeconfig");
  const data = (name: string): string => read(name).toString("base64");
  const cluster = {
    server: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    "certificate-authority-data": data("ca.crt"),
  };
  const contexts = [{ name: "test", context: { cluster: "here", user: "me" } }];
  // Certificates in the file and beside it are both allowed.
  const user = { "client-certificate": "admin.crt", "client-key-data": data("admin.key") };
  const clusters = [{ name: "here", cluster }];
  const config = { clusters, users: [{ name: "me", user }], contexts, "current-context": "test" };
  writeFileSync(kubeconfig, JSON.stringify(config));
  return Object.assign(state, {
    kubeconfig,
    requests,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(directory, { recursive: true });
    },
  });
}
