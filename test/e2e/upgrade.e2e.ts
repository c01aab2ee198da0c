import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fill } from "../support/upgrade/placeholders";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { inFull } from "./support/in-full";
import { usualTraffic } from "./support/quickly";
import { writeObjects } from "./support/write-objects";

const stages = [
  { weight: 5, soak: "30s" },
  { weight: 100, soak: "5s" },
];

interface State {
  readonly deployment: Readonly<Record<string, unknown>>;
}

interface Captured {
  readonly stacks: Readonly<Record<string, State>>;
  readonly ledger: { readonly evidence?: { readonly ticks: number } };
  readonly objects: readonly { readonly kind: string; readonly metadata: { readonly name: string } }[];
}

/** An environment as an older Sluice left it: objects, ledger and Pulumi's state. */
async function restore(situation: string): Promise<{ app: App; before: Captured }> {
  const app = await createApp(`old-${situation}`, { stages, traffic: usualTraffic });
  const text = await readFile(path.resolve(__dirname, "../fixtures/upgrade", `${situation}.json`), "utf8");
  const before = JSON.parse(fill(text, app, Math.floor(Date.now() / 1000))) as Captured;
  const ledger = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "sluice-scholarlink", namespace: app.namespace },
    data: { "ledger.json": JSON.stringify(before.ledger) },
  };
  await app.kubectl("create", "-f", await writeObjects(app, "objects", [...before.objects, ledger]));
  for (const [key, { deployment, ...rest }] of Object.entries(before.stacks)) {
    const stack = key === "base" ? app.environment : `${app.environment}-canary-${key}`;
    const present = JSON.parse(done(await app.pulumi("stack", "export", "-s", stack)).stdout) as State;
    const secrets = { secrets_providers: present.deployment["secrets_providers"] };
    const file = path.join(app.folder, `${key}.json`);
    await writeFile(file, JSON.stringify({ ...rest, deployment: { ...deployment, ...secrets } }));
    done(await app.pulumi("stack", "import", "-s", stack, "--file", file));
  }
  await app.configure(image(situation === "nothing-running" ? "v1" : "v2"));
  app.load(100);
  await app.kubectl("rollout", "status", "deployment/scholarlink-stable", "--timeout=60s");
  await app.kubectl("rollout", "status", "deployment/scholarlink-canary", "--timeout=60s");
  return { app, before };
}

/** Operations that a preview announces, by the engine. */
async function operations(app: App, stack: string): Promise<readonly string[]> {
  const { stdout } = done(await app.pulumi("preview", "-s", stack, "--json"));
  const { steps = [] } = JSON.parse(stdout) as { steps?: readonly { op: string; urn: string }[] };
  return steps.filter(({ op }) => op !== "same").map(({ op, urn }) => `${op} ${urn.split("::").at(-2)}`);
}

let app: App | undefined;

afterEach(async () => {
  await app?.remove();
  app = undefined;
});

/** Pods of stable, by their uids. */
async function pods({ kubectl }: App): Promise<readonly string[]> {
  const uids = "jsonpath={.items[*].metadata.uid}";
  return (await kubectl("get", "pods", "-l", "sluice.dev/track=stable", "-o", uids)).split(" ").toSorted();
}

const title = "what an older Sluice left %s goes on, and nothing is deleted or replaced";

async function expectGoesOn(situation: string, stacks: readonly string[], phase: string): Promise<void> {
  const restored = await restore(situation);
  app = restored.app;
  const weight = await app.weight();
  const running = await pods(app);
  const nameOf = (key: string): string =>
    key === "base" ? `old-${situation}` : `old-${situation}-canary-${key}`;
  for (const key of Object.keys(restored.before.stacks)) {
    const planned = await operations(app, nameOf(key));
    expect(planned.filter((one) => /delete|replace/.test(one))).toEqual([]);
  }
  expect(await app.weight()).toBe(weight);
  for (const key of stacks) {
    const { text } = done(await app.up(nameOf(key)));
    expect(text).not.toMatch(/evidence so far cannot be used|\bdeleted\b|\breplaced\b/);
  }
  const ledger = await app.ledger();
  expect(ledger).toMatchObject({ version: 3, phase });
  // Where nothing was under way, no pod is started again.
  if (situation === "nothing-running") expect(await pods(app)).toEqual(running);
}

test.each<[string, readonly string[], string]>([["nothing-running", ["base"], "promoted"]])(
  title,
  expectGoesOn,
);

inFull.each<[string, readonly string[], string]>([
  ["soaking", ["5", "100", "base"], "promoted"],
  ["held", ["5"], "progressing"],
  ["passed", ["base"], "promoted"],
  ["promoting", ["base"], "promoted"],
])(title, expectGoesOn);
