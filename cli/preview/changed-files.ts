import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { RunEnd } from "../../components/core/run-end";

const run = promisify(execFile);

/** Changes since a branch began, and the place of the project in its repository. */
export interface Changes {
  /** Paths from the repository's root. */
  readonly files: readonly string[];
  /** Folder of the project from the repository's root, with a final slash; empty for the root. */
  readonly folder: string;
}

/**
 * Files that differ between the working tree's commit and its fork from a base, by Git.
 * @param base - branch or commit, for example `origin/main`
 * @throws {RunEnd} with exit code 2 when Git does not know
 */
export async function changedFiles(root: string, base: string): Promise<Changes> {
  const git = async (...args: string[]): Promise<string> => {
    try {
      return (await run("git", args, { cwd: root, maxBuffer: 1 << 26 })).stdout;
    } catch (error) {
      const { stderr = "", message } = error as { stderr?: string; message: string };
      const got = stderr.trim().split("\n")[0] || message;
      const text = `Cannot find the changes: --base must be a commit that this clone has: got "${base}" (${got})`;
      throw new RunEnd("usage", { text, fix: "fetch it, with its history" }, { cause: error });
    }
  };
  if (base.startsWith("-")) {
    throw new RunEnd("usage", `Cannot find the changes: --base must be a branch or commit: got "${base}"`);
  }
  // Renamed files count on both sides; -z keeps every character of a name.
  const [files, folder] = await Promise.all([
    git("diff", "--name-only", "--no-renames", "-z", `${base}...HEAD`, "--"),
    git("rev-parse", "--show-prefix"),
  ]);
  return { files: files.split("\0").filter((file) => file !== ""), folder: folder.trim() };
}
