import { readdirSync, readFileSync } from "node:fs";
import { killEach } from "../../../../sandbox/cluster/process/kill-each";

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
  readonly command: string;
}

function readProcess(pid: number): Process[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [, parent = 0, , session = 0] = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    return [{ pid, parent, session, command }];
  } catch {
    return [];
  }
}

function listAll(): readonly Process[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => readProcess(Number(entry)));
}

/** All processes below one, by their parents. */
export function listDescendants(root: number): readonly Process[] {
  const all = listAll();
  const below = (pid: number): Process[] =>
    all.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...below(child.pid)]);
  return below(root);
}

/** A process and all below it. */
export const listFamily = (root: number): readonly number[] => [
  root,
  ...listDescendants(root).map(({ pid }) => pid),
];

/** Kills a process with all below it, also those with a session of their own. */
export const killTree = (root: number): void => killEach(listFamily(root));

/** Ends what commands started by `start()` left behind: a killed engine's plugins go on waiting for their objects. */
export const endSessions = (leaders: ReadonlySet<number>): void =>
  killEach(listAll().flatMap(({ pid, session }) => (leaders.has(session) ? [pid] : [])));

/**
 * The process of our providers below a run of `pulumi`.
 * @throws {Error} where none has started: a signal to process 0 would go to the tests themselves
 */
export function findProvider(pulumi: number): number {
  const found = listDescendants(pulumi).find(({ command }) =>
    /^\S*node .*cmd\/dynamic-provider/.test(command),
  );
  if (found === undefined) throw new Error(`Cannot find a provider below pulumi ${pulumi}: none has started`);
  return found.pid;
}
