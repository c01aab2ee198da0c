import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { showRemote } from "../../components/core/workload/from/rendering/remotes";
import type { RemoteBase } from "../../components/core/workload/from/rendering/remotes";
import { cachePlace } from "./cache-folder";
import { broken } from "./source";

const run = promisify(execFile);

/** Longest time of a command of git, milliseconds. */
const timeout = 300_000;

const isThere = async (place: string): Promise<boolean> =>
  (await stat(place).catch(() => undefined)) !== undefined;

/** Files of a commit in a new folder, as Kustomize fetches them. */
async function checkOut({ repository, commit, hasSubmodules }: RemoteBase, folder: string): Promise<void> {
  const git = async (...args: readonly string[]): Promise<unknown> =>
    // Nobody is there to type a password.
    await run("git", args, { cwd: folder, timeout, env: { ...process.env, GIT_TERMINAL_PROMPT: "0" } });
  await git("init", "--quiet");
  await git("fetch", "--quiet", "--depth=1", "--", repository, commit);
  await git("checkout", "--quiet", commit);
  if (hasSubmodules) await git("submodule", "--quiet", "update", "--init", "--recursive");
}

/**
 * Folder of a remote base on this machine: fetched once for a commit, then without any network.
 * @param key - of the configuration, for messages
 * @throws {SourceError} where it cannot be fetched, or has no such folder
 */
export async function fetchBase(base: RemoteBase, key: string): Promise<string> {
  const { repository, folder, commit, hasSubmodules } = base;
  const place = cachePlace("bases", [repository, commit, hasSubmodules]);
  const shown = `${showRemote(repository)} ${commit.slice(0, 10)}`;
  if (!(await isThere(place))) {
    await mkdir(path.dirname(place), { recursive: true });
    const part = await mkdtemp(`${place}.`);
    try {
      await checkOut(base, part);
      await rm(path.join(part, ".git"), { recursive: true, force: true });
      await rename(part, place);
    } catch (error) {
      await rm(part, { recursive: true, force: true });
      // Another run was faster.
      if (!(await isThere(place))) {
        const { stderr, message } = error as Error & { stderr?: string };
        const why = showRemote((stderr ?? "").trim() || message);
        throw broken(key, "be fetched once", `${shown}: ${why}`, "see that git can fetch it on this machine");
      }
    }
  }
  const at = path.join(place, folder);
  if (await isThere(at)) return at;
  throw broken(key, "name a folder of the repository", `no ${folder} in ${shown}`);
}
