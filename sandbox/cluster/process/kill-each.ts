import { ignore } from "./errno";

/** Kills processes as `kill -9` does; the death of one may end others first. */
export function killEach(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      ignore("ESRCH")(error);
    }
  }
}
