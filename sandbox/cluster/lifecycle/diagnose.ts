import { readFileSync } from "node:fs";
import path from "node:path";
import { CONTROL_SOCKET, listDaemons } from "../process/control";
import type { SandboxPaths } from "../config/paths";

const LONGEST = 300;

function readLastLine(file: string): string {
  try {
    return readFileSync(file, "utf8").trimEnd().split("\n").at(-1)?.slice(0, LONGEST) ?? "";
  } catch {
    return "";
  }
}

/** Names the daemons of a sandbox that died or do not run, with the end of their logs, and the place of the logs. */
export async function diagnoseDaemons(paths: SandboxPaths): Promise<string> {
  const daemons = await listDaemons(path.join(paths.runDir, CONTROL_SOCKET)).catch(() => []);
  const dying = daemons
    .filter(({ restarts, state }) => restarts > 0 || state === "waiting")
    .map(({ name, restarts }) => {
      const line = readLastLine(path.join(paths.logDir, `${name}.log`));
      return `${name} died ${restarts} times, last: ${line}`;
    });
  return [...dying, `logs are in ${paths.logDir}`].join("\n");
}
