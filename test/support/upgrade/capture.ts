/**
 * Capture of the files of `test/fixtures/upgrade`: one release by an older Sluice in a sandbox, exported at five
 * moments, without names and addresses of the machine.
 *
 * `git worktree add OLD COMMIT`, packages as its lock file has them, then
 * `node setup.js node -r ./register.js test/support/upgrade/capture.ts OLD`
 */
import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { upSandbox } from "../../../sandbox/cluster/lifecycle/up";
import { downSandbox } from "../../../sandbox/cluster/lifecycle/down";
import { pushImages } from "../../../sandbox/images/ensure";
import { createApp, done, image } from "../../e2e/support/app";
import type { App } from "../../e2e/support/app";
import { usualTraffic } from "../../e2e/support/quickly";
import { sandboxName } from "../../e2e/support/sandbox-name";
import { scrub } from "./placeholders";

const into = path.resolve(__dirname, "../../fixtures/upgrade");
const stages = [
  { weight: 5, soak: "30s" },
  { weight: 100, soak: "5s" },
];
const kinds = "deployment,service,poddisruptionbudget,networkpolicy,httproute,secret";

/** The older program reads older keys. */
async function configureOld(app: App, reference: string): Promise<void> {
  await app.configure(reference);
  const file = path.join(app.folder, `Pulumi.${app.environment}.yaml`);
  const text = (await readFile(file, "utf8"))
    .replace("interval:", "tick:")
    .replace("unacceptableErrorRatio:", "pBad:");
  await writeFile(file, text);
}

async function capture(app: App, situation: string): Promise<void> {
  const exportOf = async (stack: string): Promise<unknown> => {
    const { stdout } = done(await app.pulumi("stack", "export", "-s", stack, "--show-secrets"));
    const { deployment, ...rest } = JSON.parse(stdout) as { deployment: Record<string, unknown> };
    // Salt of this very sandbox.
    const { secrets_providers: _, ...state } = deployment;
    return { ...rest, deployment: state };
  };
  const { environment: base } = app;
  const taken = {
    takenAtSeconds: Math.floor(Date.now() / 1000),
    stacks: {
      base: await exportOf(base),
      "5": await exportOf(`${base}-canary-5`),
      "100": await exportOf(`${base}-canary-100`),
    },
    ledger: await app.ledger(),
    objects: (JSON.parse(await app.kubectl("get", kinds, "-o", "json")) as { items: unknown[] }).items,
  };
  await mkdir(into, { recursive: true });
  await writeFile(path.join(into, `${situation}.json`), `${scrub(taken, app)}\n`);
  process.stderr.write(`captured ${situation}\n`);
}

async function release(app: App): Promise<void> {
  const stage = `${app.environment}-canary-5`;
  await configureOld(app, image("v1"));
  done(await app.up());
  await capture(app, "nothing-running");
  const load = app.load(100);
  await configureOld(app, image("v2"));
  done(await app.up());
  const first = app.startUp(stage);
  await first.seen(/5 %: held [5-9]\//);
  first.child.kill("SIGINT");
  await first.ended;
  await capture(app, "soaking");
  const second = app.startUp(stage);
  await second.seen(/5 %: held/);
  await app.setWeight(2);
  await second.ended;
  await app.setWeight(5);
  await capture(app, "held");
  done(await app.up(stage));
  done(await app.up(`${app.environment}-canary-100`));
  await capture(app, "passed");
  const promotion = app.startUp();
  await promotion.seen(/scholarlink-stable updating .*Waiting for app/);
  promotion.child.kill("SIGINT");
  await promotion.ended;
  await capture(app, "promoting");
  await load.stop();
}

async function main(old: string): Promise<void> {
  const sandbox = await upSandbox({ name: sandboxName, scrapeSeconds: 1, onProgress: () => undefined });
  process.env["SLUICE_E2E_IMAGES"] = JSON.stringify(await pushImages(sandbox.registryUrl));
  const app = await createApp("captured", { stages, traffic: usualTraffic });
  const modules = path.join(app.folder, "node_modules");
  await rm(modules);
  await symlink(path.join(path.resolve(old), "node_modules"), modules);
  try {
    await release(app);
  } finally {
    await app.remove();
    await downSandbox({ name: sandboxName });
  }
}

void main(process.argv[2] ?? "");
