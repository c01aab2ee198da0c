import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Sandbox } from "../../../../sandbox/cluster/lifecycle/sandbox";
import { makeAuthority } from "../../../support/certificates";
import { createApp, done, image } from "../app";
import type { App } from "../app";
import { quickly } from "../quickly";
import { tlsClient } from "../requests/tls-client";
import type { TlsClient } from "../requests/tls-client";

/** Secret with the certificate, in the app's namespace. */
export const tlsSecret = "shop-tls";

/** A router on a real proxy, and its ways of TLS. */
export interface TlsScene {
  readonly router: string;
  /** `sluice:traffic`, besides scheme and addresses. */
  readonly traffic: Readonly<Record<string, unknown>>;
  /** Status of the redirection. */
  readonly status: number;
  /** Whether the lowest version is written, or its owner's to set and looked at. */
  readonly setsVersion: boolean;
  /** Does the Gateway's owner's part. @returns takes it back. @default - there is none */
  readonly prepare?: (app: App) => Promise<() => Promise<void>>;
  /** @default the shared one */
  readonly sandbox?: () => Sandbox;
}

/** Declares the tests of `edge.tls` by a Secret, by one router on a real proxy. */
export function testTls({ router, traffic, status, setsVersion, prepare, sandbox }: TlsScene): void {
  const authority = makeAuthority();
  let app: App;
  let client: TlsClient;
  let takeBack = async (): Promise<void> => await Promise.resolve();

  const look = async (): Promise<string> =>
    done(await app.pulumi("preview", "-s", `${app.environment}-canary-5`, "--diff")).text;
  const configure = async (name: "v1" | "v2", tls: object = {}): Promise<void> => {
    await app.configure(image(name), { edge: { tls: { secret: tlsSecret, redirect: {}, ...tls } } });
  };

  beforeAll(async () => {
    app = await createApp(`tls${router}`, {}, quickly, sandbox?.());
    const { cert, key } = authority.sign({ name: app.host });
    const inFolder = (name: string): string => path.join(app.folder, name);
    const ca = inFolder("authority.pem");
    const files = { cert: inFolder("cert.pem"), key: inFolder("key.pem") };
    await Promise.all([
      writeFile(ca, authority.cert),
      writeFile(files.cert, cert),
      writeFile(files.key, key),
    ]);
    await app.kubectl("create", "secret", "tls", tlsSecret, "--cert", files.cert, "--key", files.key);
    takeBack = (await prepare?.(app)) ?? takeBack;
    client = tlsClient(app, ca);
    const address = app.sandbox.gatewayTlsAddress;
    await app.configure(image("v1"), { traffic: { ...traffic, scheme: "https", address, ca } });
  });

  afterAll(async () => {
    await takeBack();
    await app.remove();
  });

  test("the first deploy serves the Secret's certificate by https, and leads there from http", async () => {
    await configure("v1");
    done(await app.up());
    await app.until("the host is served", async () => await client.isServed());
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
    expect(await client.ask("--tls-max", "1.2")).toContain(" 200");
    await configure("v2", { minVersion: "TLSv1.3" });
    done(await app.up());
    if (!setsVersion) {
      expect(await look()).toMatch(/tls: refuse.* must agree to TLS 1\.3 and newer only: got TLSv1\.2/);
      return;
    }
    const isRefused = async (): Promise<boolean> => !(await client.ask("--tls-max", "1.2")).includes(" 200");
    await app.until("TLS 1.2 is refused", isRefused);
    expect(await client.ask("--tls-max", "1.2")).toMatch(/curl: \(35\)/);
    expect(await client.isServed()).toBe(true);
    expect(await look()).toMatch(/tls: pass/);
  });
}
