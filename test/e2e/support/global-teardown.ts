import { downSandbox } from "../../../sandbox/cluster/lifecycle/down";
import { sandboxOf } from "./sandbox-name";

/** Leaves the machine as it was, unless somebody wants to look at what failed (SLUICE_E2E_KEEP=1). */
export default async function tearDown({ maxWorkers }: { readonly maxWorkers: number }): Promise<void> {
  if (process.env["SLUICE_E2E_KEEP"] === "1") return;
  for (let worker = 1; worker <= maxWorkers; worker++) await downSandbox({ name: sandboxOf(worker) });
}
