import { generateKeyPairSync } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { packFolder, renderPolicyConfig } from "../../cli/demo/policy-file";
import { ensureSigningKey } from "../../sandbox/images/signing-key";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { inFull } from "./support/in-full";
import { gradeRoutes } from "./support/requests/header-score";

let app: App;

beforeAll(async () => {
  const resources = { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "128Mi" } };
  app = await createApp("policies", { app: { resources } });
});

afterAll(async () => {
  await app.remove();
});

/** Arguments that put the pack on, with images signed by the key in this file. */
async function withKey(publicKeyFile: string): Promise<string[]> {
  const config = path.join(app.folder, "policies.json");
  const { namespace, sandbox } = app;
  await writeFile(config, renderPolicyConfig({ publicKeyFile, namespace, registryUrl: sandbox.registryUrl }));
  return ["--policy-pack", packFolder, "--policy-pack-config", config];
}

test("an image that another key signed is refused in preview and by rollout, and nothing is touched", async () => {
  const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const stranger = path.join(app.folder, "stranger.pub");
  await writeFile(stranger, publicKey.export({ type: "spki", format: "pem" }));
  const pack = await withKey(stranger);
  const refused =
    /images-signed[^]*Cannot deploy "Deployment t-policies\/scholarlink-(stable|canary)"[^]*1 attached, none counts/;
  const preview = await app.pulumi("preview", "-s", "policies", ...pack);
  expect(preview.code).not.toBe(0);
  expect(preview.text).toMatch(refused);
  const rollout = await app.sluice("rollout", "policies", "-C", app.folder, ...pack);
  expect(rollout.code).toBe(5);
  expect(rollout.text).toMatch(refused);
  expect(await app.kubectl("get", "deployments,httproutes", "-o", "name")).toBe("");
});

test("everything that a release declares meets every policy, and signed images are released", async () => {
  const pack = await withKey((await ensureSigningKey()).publicFile);
  done(await app.sluice("rollout", "policies", "-C", app.folder, ...pack));
  expect(await app.image("stable")).toBe(image("v1"));
  await app.configure(image("v2"));
  const { text } = done(await app.pulumi("preview", "-s", "policies", ...pack));
  expect(text).toMatch(/sluice@/);
  expect(text).not.toMatch(/Policy Violations|\[mandatory\]|\[advisory\]/);
});

const policyOf = "referrer-policy";
const everywhere = (line: string): readonly string[] => Array.from({ length: 6 }, () => line);

inFull(
  "headers of the configuration come with every answer and score A+; one that is lost is refused before it is",
  async () => {
    const pack = await withKey((await ensureSigningKey()).publicFile);
    expect(await gradeRoutes(app, policyOf)).toEqual(everywhere("A+ no-referrer"));
    const set = { "Referrer-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };
    await app.configure(image("v1"), { edge: { headers: { hsts: "subdomains", set } } });
    done(await app.up(undefined, ...pack));
    expect(await gradeRoutes(app, policyOf)).toEqual(everywhere("A+ same-origin"));
    const lost = { omit: ["X-Content-Type-Options"], remove: ["X-Content-Type-Options"] };
    await app.configure(image("v1"), { edge: { headers: { hsts: "subdomains", set, ...lost } } });
    const { code, text } = await app.pulumi("preview", "-s", "policies", ...pack);
    expect(code).not.toBe(0);
    expect(text).toMatch(/headers-required[^]*RouteRules[^]*X-Content-Type-Options must be sent/);
  },
);
