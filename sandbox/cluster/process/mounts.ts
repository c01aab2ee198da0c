import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { InitPlan } from "./init-plan";

const mount = (...args: readonly string[]): void => {
  execFileSync("mount", args, { stdio: ["ignore", "ignore", "inherit"] });
};

/**
 * Lays the sandbox's own folders over the machine's, in a mount namespace that nothing outside sees.
 *
 * The kubelet wants some machine-wide kernel settings; it finds them in files laid over, so that the machine's stay.
 */
export function makeMounts(plan: InitPlan): void {
  // Pods with mount propagation need a shared root; its peers are all inside this namespace.
  mount("--make-rshared", "/");
  for (const entry of plan.mounts) {
    mkdirSync(entry.target, { recursive: true });
    if (entry.kind === "memory") {
      mount("-t", "tmpfs", "-o", "mode=1777", "tmpfs", entry.target);
    } else {
      mkdirSync(entry.source, { recursive: true });
      mount("--bind", entry.source, entry.target);
    }
  }
  for (const [setting, value] of Object.entries(plan.kernelSettings)) {
    const file = path.join(plan.scratchDir, setting.replaceAll("/", "."));
    writeFileSync(file, `${value}\n`);
    mount("--bind", file, `/proc/sys/${setting}`);
  }
}
