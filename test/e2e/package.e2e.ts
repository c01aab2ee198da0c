import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { start } from "./support/run";
import type { Ended } from "./support/run";

const root = path.join(__dirname, "../..");
const scratch = mkdtempSync(path.join(tmpdir(), "sluice-package-"));
const [publint, attw, pnpm] = ["publint@0.3.25", "@arethetypeswrong/cli@0.18.5", "pnpm@12.21.0"];
const pack = "node_modules/sluice/dist/policies";
let app: App;
let tarball = "";

const run = async (folder: string, command: string, ...args: string[]): Promise<Ended> =>
  await start(command, args, { cwd: folder, env: {} }).ended;

beforeAll(async () => {
  done(await run(root, "npm", "pack", "--pack-destination", scratch));
  tarball = path.join(scratch, readdirSync(scratch).find((file) => file.endsWith(".tgz")) ?? "");
  app = await createApp("package");
  // Of what the app's folder has, a user begins with the environment's file alone.
  for (const file of readdirSync(app.folder)) {
    if (file !== "Pulumi.package.yaml") rmSync(path.join(app.folder, file), { recursive: true });
  }
});

afterAll(async () => {
  await app.remove();
  rmSync(scratch, { recursive: true });
});

test("publint and are-the-types-wrong find nothing", async () => {
  expect(done(await run(scratch, "npx", "--yes", publint, "--strict", tarball)).text).toContain("All good!");
  expect(done(await run(scratch, "npx", "--yes", "-p", attw, "attw", tarball)).text).toContain("No problems");
});

test("pnpm installs it into an empty folder; init and preview run, the policy pack too", async () => {
  const folder = path.join(scratch, "pnpm");
  const inFolder = (...command: string[]): Promise<Ended> =>
    app.start("env", "-C", folder, `PULUMI_BACKEND_URL=file://${folder}`, ...command).ended;
  mkdirSync(folder);
  done(await inFolder("npx", "--yes", pnpm, "add", "--ignore-scripts", tarball));
  expect(done(await inFolder("npx", "sluice", "--help")).text).toContain("rollout");
  copyFileSync(path.join(app.folder, "Pulumi.package.yaml"), path.join(folder, "Pulumi.package.yaml"));
  done(await inFolder("npx", "sluice", "init", "package"));
  expect(JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"))).toMatchObject({
    dependencies: { "@pulumi/pulumi": expect.stringMatching(/^\^3\./u) as string },
  });
  done(await inFolder("npx", "--yes", pnpm, "install", "--ignore-scripts", "--no-frozen-lockfile"));
  const args = ["--policy-pack", pack, "--comment", "-"];
  const { code, stdout } = await inFolder("npx", "sluice", "preview", "package", ...args);
  expect(stdout).toContain("4 stacks previewed");
  // The pack's own refusal: nobody has said who signs the app's images.
  expect(stdout).toContain("`sluice/images-signed` in `package`");
  expect(code).toBe(5);
});

test("npm installs it into an empty folder; a release is rolled out and aborted by it", async () => {
  const npx = (...args: string[]): Promise<string> => app.exec("npx", "sluice", ...args);
  await app.exec("npm", "install", "--ignore-scripts", "--prefer-offline", tarball);
  for (const name of ["typescript", "@swc", "node", "@sluice"]) {
    expect(readdirSync(path.join(app.folder, "node_modules"))).not.toContain(name);
  }
  await npx("init", "package");
  expect(readdirSync(app.folder)).toEqual(
    expect.arrayContaining(["Pulumi.yaml", "index.js", "node_modules"]),
  );
  await npx("rollout", "package");
  expect((await app.ledger()).phase).toBe("promoted");
  app.load(50);
  await app.configure(image("v2"), {
    stages: [
      { weight: 5, soak: "1h" },
      { weight: 100, soak: "1h" },
    ],
  });
  await npx("init", "package");
  expect(await app.exec("pulumi", "stack", "ls")).not.toContain("package-canary-50");
  const rollout = app.start("npx", "sluice", "rollout", "package");
  await rollout.seen(/5 %: held/u);
  expect(await app.weight()).toBe(5);
  await npx("abort", "package", "--reason", "seen enough");
  expect((await rollout.ended).code).toBe(4);
  expect(await app.weight()).toBe(0);
  expect((await app.ledger()).attempt?.endReason).toContain("seen enough");
});
