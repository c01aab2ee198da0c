import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { compareCommits, hasCommit, readCheckout } from "../../../components/session/checkout";

let repository: string;
const deploy = () => path.join(repository, "deploy");

function git(...args: readonly string[]): string {
  const identity = ["-c", "user.name=ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false"];
  return execFileSync("git", ["-C", repository, ...identity, ...args], { encoding: "utf8" }).trim();
}

function commit(file: string, text: string): string {
  fs.writeFileSync(path.join(repository, file), text);
  git("add", "-A");
  git("commit", "-qm", text);
  return git("rev-parse", "HEAD");
}

beforeAll(() => {
  repository = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-checkout-"));
  git("init", "-q");
  fs.mkdirSync(deploy());
});
afterAll(() => fs.rmSync(repository, { recursive: true, force: true }));

test("readCheckout() tells the commit, and whether files of the project's folder differ from it", async () => {
  const first = commit("deploy/Pulumi.prod.yaml", "v1");
  expect(await readCheckout(deploy())).toEqual({ commit: first, changed: false });
  fs.writeFileSync(path.join(repository, "README.md"), "elsewhere");
  expect(await readCheckout(deploy())).toEqual({ commit: first, changed: false });
  fs.writeFileSync(path.join(deploy(), "Pulumi.prod.yaml"), "v2");
  expect(await readCheckout(deploy())).toEqual({ commit: first, changed: true });
});

test("compareCommits() knows an ancestor, and takes what it does not know for none", async () => {
  const old = commit("deploy/Pulumi.prod.yaml", "v3");
  const elsewhere = commit("README.md", "only elsewhere");
  const begun = commit("deploy/Pulumi.prod.yaml", "v4");
  expect(await compareCommits(deploy(), begun)).toBe("notOlder");
  expect(await compareCommits(deploy(), old)).toBe("notOlder");
  git("checkout", "-q", old);
  expect(await compareCommits(deploy(), begun)).toBe("older");
  expect(await compareCommits(deploy(), elsewhere)).toBe("notOlder");
  expect(await compareCommits(deploy(), "0".repeat(40))).toBe("unknown");
  git("checkout", "-q", "-b", "side");
  commit("deploy/Pulumi.prod.yaml", "v5");
  expect(await compareCommits(deploy(), begun)).toBe("notOlder");
});

test("a folder without a repository tells nothing", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-no-git-"));
  expect(await readCheckout(folder)).toBeUndefined();
  expect(await compareCommits(folder, "0".repeat(40))).toBe("unknown");
  fs.rmSync(folder, { recursive: true });
});

test("hasCommit() knows what is in the history, what stands beside it, and what git has never seen", async () => {
  const begun = git("rev-parse", "HEAD");
  git("checkout", "-q", "-b", "beside");
  const beside = commit("README.md", "beside");
  expect([await hasCommit(deploy(), begun), await hasCommit(deploy(), beside)]).toEqual([true, true]);
  git("checkout", "-q", "-");
  expect(await hasCommit(deploy(), beside)).toBe(false);
  expect(await hasCommit(deploy(), "0".repeat(40))).toBeUndefined();
});
