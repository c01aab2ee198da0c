import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFacts } from "../../machine/facts";
import { judgeMachine } from "../../machine/judge";

/**
 * Checks that a sandbox can run on this machine, and loads the kernel modules it needs where they are modules.
 * @throws {Error} with all problems at once
 */
export function checkMachine(name: string): void {
  const problems = judgeMachine(readFacts(name))
    .filter(({ state, atStart }) => state === "missing" && atStart)
    .map(({ found, fix }) => `${found}; ${fix}`);
  if (problems.length > 0) throw new Error(`Cannot start sandbox "${name}": ${problems.join("\n")}`);
}

/**
 * Checks that the packet filter works with the sandbox's own `nft`.
 * @throws {Error} when the kernel refuses
 */
export function checkPacketFilter(name: string, nft: string): void {
  if (!existsSync(nft)) return;
  try {
    execFileSync("unshare", ["--net", nft, "add", "table", "ip", "probe"], { stdio: "pipe" });
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer };
    throw new Error(
      `Cannot start sandbox "${name}": kernel must have nf_tables: got ${stderr?.toString().trim() ?? String(error)}`,
      { cause: error },
    );
  }
}
