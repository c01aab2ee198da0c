import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Checkout } from "../core/ledger/ledger";
import type { CommitAge } from "../core/release/intent";

const run = promisify(execFile);

/** Longest wait for git: a release does not wait for a repository that hangs, milliseconds. */
const timeoutMs = 5000;

/** Exit code of git; undefined where it could not be run. */
async function ask(root: string, ...args: readonly string[]): Promise<{ code?: number; text: string }> {
  try {
    const { stdout } = await run("git", ["-C", root, ...args], { timeout: timeoutMs });
    return { code: 0, text: stdout.trim() };
  } catch (error) {
    const { code } = error as { code?: unknown };
    return { ...(typeof code === "number" ? { code } : {}), text: "" };
  }
}

/**
 * Commit of a project's folder, and whether files in it differ from the commit.
 * @returns undefined where it is not known: no git, no repository, no commit yet
 */
export async function readCheckout(root: string): Promise<Checkout | undefined> {
  const [head, status] = await Promise.all([
    ask(root, "rev-parse", "HEAD"),
    ask(root, "status", "--porcelain", "--", "."),
  ]);
  if (head.code !== 0 || head.text === "") return undefined;
  return { commit: head.text, changed: status.text !== "" };
}

/** Whether a checkout has a commit in its history; undefined where git cannot say. */
export async function hasCommit(root: string, commit: string): Promise<boolean | undefined> {
  const { code } = await ask(root, "merge-base", "--is-ancestor", commit, "HEAD");
  return code === 0 ? true : code === 1 ? false : undefined;
}

/**
 * Age of this checkout against a commit: `older` for a strict ancestor whose project folder differs, `unknown` where
 * git cannot say, as in a shallow clone or for a commit that is gone.
 */
export async function compareCommits(root: string, begun: string): Promise<CommitAge> {
  const head = await ask(root, "rev-parse", "HEAD");
  if (head.code !== 0) return "unknown";
  if (head.text === begun) return "notOlder";
  const [ancestor, same] = await Promise.all([
    ask(root, "merge-base", "--is-ancestor", head.text, begun),
    ask(root, "diff", "--quiet", head.text, begun, "--", "."),
  ]);
  if (ancestor.code === 1) return "notOlder";
  if (ancestor.code !== 0) return "unknown";
  return same.code === 0 ? "notOlder" : "older";
}
