import { readFileSync } from "node:fs";
import type { Sandbox } from "./sandbox";

/**
 * Turns a command into one that runs inside a sandbox's network, mount and process namespaces, as root.
 * @throws {Error} when the sandbox is gone
 * @example execFileSync("nsenter", toEnterArgs(sandbox, ["ip", "addr"]))
 */
export function toEnterArgs(sandbox: Sandbox, command: readonly string[]): string[] {
  const { pid } = sandbox.process;
  const [first] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ");
  if (!first) throw new Error(`Cannot enter sandbox "${sandbox.name}": its first process must run`);
  return ["--target", first, "--net", "--mount", "--pid", "--ipc", "--", ...command];
}
