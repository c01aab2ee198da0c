import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { preview } from "../../../cli/preview/preview";
import type { PreviewFlags } from "../../../cli/preview/preview";
import { openTerminal } from "../../../cli/terminal";
import { fileWith } from "../../support/environment";
import { fakePulumi } from "../support/fake-pulumi";

const recordings = __dirname;
/** Recorded previews; of other stacks one that changes nothing; `PREVIEW_FAILS` names a stack that does not exist. */
const pulumi = fakePulumi(`
if [ "$STACK" = "$PREVIEW_FAILS" ]; then echo "error: no stack named '$STACK' found"; exit 6; fi
if [ -e "${recordings}/$STACK.jsonl" ]; then cp "${recordings}/$STACK.jsonl" "$LOG"; else echo '{"cancelEvent":{}}' > "$LOG"; fi
if [ "$STACK" = prod ]; then exit 1; fi
`);
const root = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-preview-"));
const git = (...args: string[]): void => {
  const who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
  execFileSync("git", [...who, ...args], { cwd: root, stdio: "ignore" });
};
const write = (file: string, text: string): void => fs.writeFileSync(path.join(root, file), text);
const stages = "[{ weight: 20, soak: 5m }, { weight: 50, soak: 5m }, { weight: 100, soak: 5m }]";

beforeAll(() => {
  write("Pulumi.yaml", "name: scholarlink\nruntime: nodejs\n");
  write("Pulumi.prod.yaml", fileWith({ stages }));
  write("Pulumi.staging.yaml", fileWith({ stages }));
  git("init", "-q", "-b", "main");
  git("add", ".");
  git("commit", "-q", "-m", "start");
});
afterAll(() => {
  pulumi.remove();
  fs.rmSync(root, { recursive: true });
});
afterEach(() => delete process.env["PREVIEW_FAILS"]);

async function run(names: string[], flags: Partial<PreviewFlags> = {}) {
  const printed: unknown[] = [];
  const stdout = { write: (text: string) => printed.push(JSON.parse(text)) };
  const terminal = openTerminal({ json: true, stdout, stderr: { write: () => true } });
  const comment = path.join(root, "comment.md");
  const before = pulumi.calls().length;
  const { signal } = new AbortController();
  const outcome = await preview(
    names,
    { cwd: root, key: "preview", comment, ...flags },
    { terminal, signal },
  );
  return { outcome, printed, calls: pulumi.calls().slice(before), text: fs.readFileSync(comment, "utf8") };
}

test("every stack of an environment is previewed, the comment written, a policy ends it with 5", async () => {
  const { outcome, calls, text, printed } = await run(["prod"], {
    policyPack: ["policies"],
    policyPackConfig: ["p.json"],
  });
  expect(outcome).toMatchObject({
    exitCode: 5,
    sentence: expect.stringContaining("sluice/images-signed in prod"),
  });
  expect(calls.map((line) => line.split(" ").slice(0, 3).join(" ")).toSorted()).toEqual([
    "preview --stack prod",
    "preview --stack prod-canary-100",
    "preview --stack prod-canary-20",
    "preview --stack prod-canary-50",
  ]);
  expect(calls[0]).toContain("--policy-pack policies --policy-pack-config p.json");
  expect(text).toContain("4 stacks previewed, 2 would change");
  expect(printed).toContainEqual(expect.objectContaining({ event: "preview", stack: "prod-canary-50" }));
});

test("--base previews only what changed", async () => {
  git("checkout", "-q", "-B", "change", "main");
  write("Pulumi.staging.yaml", fileWith({ stages: "[{ weight: 20, soak: 9m }, { weight: 100, soak: 9m }]" }));
  write("README.md", "words");
  git("add", "Pulumi.staging.yaml", "README.md");
  git("commit", "-q", "-m", "change");
  const { outcome, calls, text } = await run([], { base: "main" });
  expect(outcome.exitCode).toBe(0);
  expect(calls).toHaveLength(3);
  expect(text).toContain("| `staging` | · | · | · | · | `Pulumi.staging.yaml` |");
  expect((await run([], { base: "HEAD" })).text).toContain("no stack is affected");
});

test("a file that the change broke is told in the comment, the rest is previewed", async () => {
  write("Pulumi.bad.yaml", fileWith({ release: "{ image: shop:latest }" }));
  const { outcome, text, calls } = await run(["bad", "staging"]);
  fs.rmSync(path.join(root, "Pulumi.bad.yaml"));
  expect(outcome.exitCode).toBe(2);
  expect(text).toContain("### Could not be previewed");
  expect(text).toContain("release.image");
  expect(calls).toHaveLength(3);
});

test("a stack that does not exist ends it with 2 and says how to make it", async () => {
  process.env["PREVIEW_FAILS"] = "staging-canary-100";
  const { outcome, text } = await run(["staging"]);
  expect(outcome).toMatchObject({ exitCode: 2, sentence: expect.stringContaining("sluice init staging") });
  expect(text).toContain("- `staging-canary-100`: Cannot run");
});

test.each([
  [
    "a base that there is not",
    { base: "origin/none" },
    /--base must be a commit that this clone has: got "origin\/none"/,
  ],
  ["a base that is an option", { base: "--output=x" }, /--base must be a branch or commit/],
  ["a key that is none", { key: "--> x" }, /--key must be 1 to 60 letters/],
  ["a forge that is none", { post: "svn" }, /--post must be github or gitlab/],
])("%s is refused before anything is previewed", async (_name, flags, message) => {
  const before = pulumi.calls().length;
  await expect(run(["prod"], flags)).rejects.toThrow(message);
  expect(pulumi.calls()).toHaveLength(before);
});
