import { writeFile } from "node:fs/promises";
import path from "node:path";
import { GATEWAY } from "../../sandbox/cluster/config/manifests/gateway";
import { PORTS } from "../../sandbox/cluster/network/addresses";
import { makeAuthority } from "../support/certificates";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { writeObjects } from "./support/write-objects";

// `edge.tls` on a real proxy, by each router that has objects of its own for it. The clients are curl's: it looks at
// host, chain and version by itself.

const secret = "shop-tls";
/** Gateway of another namespace, whose https listener names the app's Secret. */
const shop = { name: "shop", namespace: GATEWAY.namespace };

interface Scene {
  readonly router: string;
  readonly traffic: Readonly<Record<string, unknown>>;
  /** Status of the redirection. */
  readonly status: number;
  /** Whether the lowest version is written, or its owner's to set and looked at. */
  readonly setsVersion: boolean;
}

const scenes: readonly Scene[] = [
  {
    router: "gateway",
    traffic: { gateway: { ...shop, listener: "https" } },
    status: 301,
    setsVersion: false,
  },
  { router: "nginx", traffic: { router: "nginx" }, status: 308, setsVersion: false },
  {
    router: "traefik",
    traffic: { router: "traefik", ingress: { entryPoints: ["websecure"] } },
    status: 301,
    setsVersion: true,
  },
];

const planShop = (namespace: string): object => {
  const allowedRoutes = { namespaces: { from: "All" } };
  const tls = { mode: "Terminate", certificateRefs: [{ name: secret, namespace }] };
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "Gateway",
    metadata: shop,
    spec: {
      gatewayClassName: GATEWAY.name,
      listeners: [
        { name: "http", protocol: "HTTP", port: PORTS.gateway, allowedRoutes },
        { name: "https", protocol: "HTTPS", port: PORTS.gatewayTls, tls, allowedRoutes },
      ],
    },
  };
};

describe.each(scenes)("router $router", ({ router, traffic, status, setsVersion }) => {
  const authority = makeAuthority();
  let app: App;
  let ca: string;

  /** Answer to a request by https, as curl tells it: status, and headers of the answer. */
  const ask = async (...args: string[]): Promise<string> => {
    const port = app.sandbox.gatewayTlsAddress.split(":")[1] ?? "";
    const at = ["--resolve", `${app.host}:${port}:127.0.0.1`, `https://${app.host}:${port}/`];
    const { text } = await app.start(
      "curl",
      "-sS",
      "-D",
      "-",
      "-o",
      "/dev/null",
      "--cacert",
      ca,
      ...args,
      ...at,
    ).ended;
    return text;
  };
  const isServed = async (): Promise<boolean> => (await ask()).includes(" 200");
  const look = async (): Promise<string> =>
    done(await app.pulumi("preview", "-s", `${app.environment}-canary-5`, "--diff")).text;
  const configure = async (name: "v1" | "v2", tls: object = {}): Promise<void> => {
    await app.configure(image(name), { edge: { tls: { secret, redirect: {}, ...tls } } });
  };

  beforeAll(async () => {
    app = await createApp(`tls${router}`);
    ca = path.join(app.folder, "authority.pem");
    const { cert, key } = authority.sign({ name: app.host });
    const files = { cert: path.join(app.folder, "cert.pem"), key: path.join(app.folder, "key.pem") };
    await Promise.all([
      writeFile(ca, authority.cert),
      writeFile(files.cert, cert),
      writeFile(files.key, key),
    ]);
    await app.kubectl("create", "secret", "tls", secret, "--cert", files.cert, "--key", files.key);
    if (router === "gateway") {
      const file = await writeObjects(app, "shop", [planShop(app.namespace)]);
      await app.kubectl("-n", shop.namespace, "apply", "-f", file);
    }
    const address = app.sandbox.gatewayTlsAddress;
    await app.configure(image("v1"), { traffic: { ...traffic, scheme: "https", address, ca } });
  });

  afterAll(async () => {
    await app.kubectl("-n", shop.namespace, "delete", "gateway", shop.name, "--ignore-not-found");
    await app.remove();
  });

  test("the first deploy serves the Secret's certificate by https, and leads there from http", async () => {
    await configure("v1");
    done(await app.up());
    await app.until("the host is served", isServed);
    const plain = ["-s", "-o", "/dev/null", "-w", "%{http_code} %{redirect_url}"];
    const url = `http://${app.sandbox.gatewayAddress}/papers?q=1`;
    const redirected = await app.exec("curl", ...plain, "-H", `Host: ${app.host}`, url);
    expect(redirected).toMatch(new RegExp(`^${status} https://${app.host}(:\\d+)?/papers\\?q=1$`));
  });

  test("the gate of a release tells the certificate", async () => {
    await configure("v2");
    done(await app.up());
    expect(await look()).toMatch(
      new RegExp(`tls: pass.*certificate of ${app.host.replaceAll(".", "\\.")}: valid until .*, TLSv1\\.3`),
    );
  });

  test("the lowest version is in force, or the gate says that its owner has to raise it", async () => {
    expect(await ask("--tls-max", "1.2")).toContain(" 200");
    await configure("v2", { minVersion: "TLSv1.3" });
    done(await app.up());
    if (!setsVersion) {
      expect(await look()).toMatch(/tls: refuse.* must agree to TLS 1\.3 and newer only: got TLSv1\.2/);
      return;
    }
    await app.until("TLS 1.2 is refused", async () => !(await ask("--tls-max", "1.2")).includes(" 200"));
    expect(await ask("--tls-max", "1.2")).toMatch(/curl: \(35\)/);
    expect(await isServed()).toBe(true);
    expect(await look()).toMatch(/tls: pass/);
  });
});
