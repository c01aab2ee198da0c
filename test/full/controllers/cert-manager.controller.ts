import { writeFile } from "node:fs/promises";
import path from "node:path";
import { createApp, done, image } from "../../e2e/support/app";
import type { App } from "../../e2e/support/app";
import { openOwnSandbox } from "../../e2e/support/own-sandbox";
import type { OwnSandbox } from "../../e2e/support/own-sandbox";
import { quickly } from "../../e2e/support/quickly";
import { tlsClient } from "../../e2e/support/requests/tls-client";
import type { TlsClient } from "../../e2e/support/requests/tls-client";
import { watchAnswers } from "../../e2e/support/requests/watch-answers";
import { addShopGateway, shopGateway } from "../../e2e/support/routes/tls-gateway";
import { startCertManager } from "../support/cert-manager";
import type { CertManager } from "../support/cert-manager";

// cert-manager's own controllers keep the certificate that users get, by an issuer that `edge.tls` names.

const scenes = [
  { router: "gateway", traffic: { gateway: { ...shopGateway, listener: "https" } } },
  { router: "nginx", traffic: { router: "nginx" } },
] as const;

/** Secret where none is named. */
const secret = "scholarlink-tls";

let own: OwnSandbox;
let manager: CertManager | undefined;
const authorities = new Map<string, string>();

beforeAll(async () => {
  own = await openOwnSandbox("certificates");
  const first = await createApp("authorities", {}, quickly, own.sandbox);
  manager = await startCertManager(first);
  for (const name of ["ours", "theirs"]) authorities.set(name, await manager.addAuthority(name));
  await first.remove();
}, 1_800_000);
afterAll(async () => {
  await manager?.close();
  await own.close();
});

describe.each(scenes)("a certificate by router $router", ({ router, traffic }) => {
  let app: App;
  let client: TlsClient;
  let takeBack = async (): Promise<void> => await Promise.resolve();
  const trusted = (): string => authorities.get("ours") ?? "";
  const other = (): string => `www.${app.host}`;
  const stack = (weight: number): string => `${app.environment}-canary-${weight}`;
  const signBy = async (name: string): Promise<void> =>
    await app.configure(image("v2"), { edge: { tls: { issuer: { name }, redirect: {} } } });
  const look = async (): Promise<string> =>
    done(await app.pulumi("preview", "-s", stack(100), "--diff")).text;
  const serialOf = async (): Promise<string> => {
    const pem = await app.kubectl("get", "secret", secret, "-o", "jsonpath={.data.tls\\.crt}");
    return await app.exec("sh", "-c", `echo ${pem} | base64 -d | openssl x509 -noout -serial`);
  };
  /** Lets cert-manager renew before it is time, as its own command does. */
  const renew = async (): Promise<void> => {
    const issuing = {
      type: "Issuing",
      status: "True",
      reason: "ManuallyTriggered",
      message: "by hand",
      lastTransitionTime: new Date().toISOString(),
    };
    const patch = JSON.stringify([{ op: "add", path: "/status/conditions/-", value: issuing }]);
    await app.kubectl("patch", "certificate", secret, "--subresource=status", "--type=json", "-p", patch);
  };
  const isNew = async (serial: string): Promise<boolean> => (await serialOf()) !== serial;

  beforeAll(async () => {
    const stages = [20, 100].map((weight) => ({ weight, soak: "5s" }));
    app = await createApp(`cert${router}`, { stages }, quickly, own.sandbox);
    const ca = path.join(app.folder, "authority.pem");
    await writeFile(ca, trusted());
    client = tlsClient(app, ca);
    if (router === "gateway") takeBack = await addShopGateway(app, secret);
    const address = app.sandbox.gatewayTlsAddress;
    await app.configure(image("v1"), {
      traffic: { ...traffic, scheme: "https", address, ca },
      edge: { tls: { issuer: { name: "ours" }, redirect: {} } },
    });
  });
  afterAll(async () => {
    await takeBack();
    await app.remove();
  });

  test("the first deploy asks for it, and serves what the issuer signed", async () => {
    done(await app.up());
    await app.until("the host is served", async () => await client.isServed());
    const stored = await app.kubectl("get", "certificate", secret, "-o", "json");
    // A field that the type does not have would be gone.
    expect((JSON.parse(stored) as { readonly spec: object }).spec).toEqual({
      secretName: secret,
      dnsNames: [app.host],
      issuerRef: { name: "ours", kind: "ClusterIssuer", group: "cert-manager.io" },
      privateKey: { rotationPolicy: "Always" },
    });
  });

  test("another host joins, and the certificate is renewed amid a release: the gate passes, and no request fails", async () => {
    const users = watchAnswers(app.sandbox.gatewayTlsAddress, app.host, {}, trusted());
    const first = await serialOf();
    await app.configure(image("v2"), { traffic: { hosts: [app.host, other()] } });
    done(await app.up());
    await app.until("both hosts are served", async () => await client.isServed(other()));
    expect(await isNew(first)).toBe(true);
    done(await app.up(stack(20)));
    const second = await serialOf();
    await renew();
    await app.until("it is signed again", async () => await isNew(second));
    expect(await client.isServed(other())).toBe(true);
    expect(await look()).toMatch(/tls: pass/);
    users.stop();
    expect(users.failures()).toEqual([]);
  });

  test("an authority that users do not trust is named before traffic is raised, and the release goes on by the first one", async () => {
    const users = watchAnswers(app.sandbox.gatewayTlsAddress, app.host, {}, trusted());
    await signBy("theirs");
    done(await app.up());
    await app.until("theirs is shown", async () => !(await client.isServed()));
    const refused = await app.up(stack(100));
    expect(refused.sluiceCode).toBe(3);
    expect(refused.text).toMatch(
      /tls: .*must come from an authority that is trusted here: got one .* of \\?"theirs\\?"/,
    );
    await signBy("ours");
    done(await app.up());
    await app.until("ours is shown", async () => await client.isServed());
    done(await app.up(stack(100)));
    expect(done(await app.up()).text).toContain("promoted");
    users.stop();
  });
});
