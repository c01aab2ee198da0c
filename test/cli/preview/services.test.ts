import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { preview } from "../../../cli/preview/preview";
import type { PreviewFlags } from "../../../cli/preview/preview";
import { openTerminal } from "../../../cli/terminal";
import { fileWith } from "../../support/environment";
import { fakePulumi } from "../support/fake-pulumi";

const pulumi = fakePulumi(`echo '{"cancelEvent":{}}' > "$LOG"; echo "$PWD" >> "$PREVIEW_FOLDERS"`);
const root = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-services-"));
const git = (...args: string[]): void => {
  const who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
  execFileSync("git", [...who, ...args], { cwd: root, stdio: "ignore" });
};
function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), text);
}
const environment = (app: string, more: Record<string, string> = {}): string =>
  fileWith({
    app: `{ name: ${app}, replicas: 3 }`,
    defaults: '{ from: "../../defaults.yaml" }',
    stages: "[{ weight: 20 }, { weight: 100 }]",
    ...more,
  });

beforeAll(() => {
  process.env["PREVIEW_FOLDERS"] = path.join(root, "folders");
  write("defaults.yaml", 'version: "1"\nconfig: { sluice:app: { replicas: 2 } }\n');
  write("package.json", "{}");
  for (const app of ["shop", "cart"]) {
    write(`services/${app}/Pulumi.yaml`, `name: ${app}\n`);
    write(`services/${app}/Pulumi.prod.yaml`, environment(app));
  }
  write("services/cart/Pulumi.staging.yaml", environment("cart").replace(/.*defaults.*\n/u, ""));
  git("init", "-q", "-b", "main");
  git("add", ".");
  git("commit", "-q", "-m", "start");
});
afterAll(() => {
  delete process.env["PREVIEW_FOLDERS"];
  pulumi.remove();
  fs.rmSync(root, { recursive: true });
});

async function run(names: string[], flags: Partial<PreviewFlags> = {}) {
  const terminal = openTerminal({ json: true, stdout: { write: () => true }, stderr: { write: () => true } });
  const comment = path.join(root, "comment.md");
  const before = pulumi.calls().length;
  fs.rmSync(path.join(root, "folders"), { force: true });
  const { signal } = new AbortController();
  const given = { cwd: root, key: "preview", comment, ...flags };
  const outcome = await preview(names, given, { terminal, signal });
  const text = fs.existsSync(comment) ? fs.readFileSync(comment, "utf8") : "";
  return { outcome, text, calls: pulumi.calls().slice(before) };
}

/** Stacks that a commit of one file affects, by the names in the comment. */
async function affectedBy(file: string, text: string): Promise<readonly string[]> {
  git("checkout", "-q", "-B", "change", "main");
  write(file, text);
  git("add", file);
  git("commit", "-q", "-m", "change");
  const { outcome } = await run([], { base: "main" });
  git("checkout", "-q", "main");
  return outcome.report?.["stacks"] as readonly string[];
}

const [shop, cart] = ["shop", "cart"].map((app) =>
  ["", "-canary-20", "-canary-100"].map((end) => `${app}/prod${end}`),
);
const staging = ["", "-canary-20", "-canary-100"].map((end) => `cart/staging${end}`);

test("all services are previewed, each in its own folder, in one comment with the deviations of each", async () => {
  const { outcome, text, calls } = await run(["prod"], { policyPack: ["pack"] });
  expect(outcome).toMatchObject({ exitCode: 0, report: { stacks: [...(cart ?? []), ...(shop ?? [])] } });
  expect(calls[0]).toContain(`--policy-pack ${path.join(root, "pack")}`);
  expect(calls.every((line) => !line.includes("/prod"))).toBe(true);
  const folders = fs.readFileSync(path.join(root, "folders"), "utf8").trim().split("\n");
  expect([...new Set(folders)].map((one) => path.basename(one)).toSorted()).toEqual(["cart", "shop"]);
  expect(text).toContain("6 stacks previewed");
  expect(text).toContain("### shop/prod\n");
  expect(text.match(/1 deviation from the shared values/gu)).toHaveLength(2);
});

test("--base previews the stacks of the services that the change affects", async () => {
  expect(
    await affectedBy("services/shop/Pulumi.prod.yaml", environment("shop", { promotion: "{ warmup: 1 }" })),
  ).toEqual(shop);
  expect(await affectedBy("defaults.yaml", 'version: "2"\n')).toEqual([...(cart ?? []), ...(shop ?? [])]);
  expect(await affectedBy("package.json", "{ }")).toEqual([...(cart ?? []), ...staging, ...(shop ?? [])]);
  expect(await affectedBy("src/main.go", "package main")).toEqual([]);
});

test("a broken file is told on the request that broke it, and on no other", async () => {
  expect(await affectedBy("services/cart/Pulumi.prod.yaml", "config: []\n")).toEqual(["cart/prod"]);
  git("checkout", "-q", "change");
  const { outcome, text } = await run([], { base: "HEAD" });
  expect([outcome.exitCode, outcome.report?.["stacks"]]).toEqual([0, []]);
  expect(text).toContain("no stack is affected");
  git("checkout", "-q", "main");
});

test("an environment that no service has is refused", async () => {
  await expect(run(["live"])).rejects.toThrow(
    'Cannot preview: ENV must be an environment of a service here, one of prod, staging: got "live"',
  );
});
