import { downSandbox } from "../../../sandbox/cluster/lifecycle/down";
import { sandboxOf } from "./sandbox-name";

/** Leaves the machine as it was, unless somebody wants to look at what failed (SLUICE_E2E_KEEP=1). */
export default async function tearDown({ maxWorkers }: { readonly maxWorkers: number }): Promise<void> {
  if (process.env["SLUICE_E2E_KEEP"] === "1") return;
  const names = Array.from({ length: maxWorkers }, (_, index) => sandboxOf(index + 1));
  await Promise.all(names.map(async (name) => await downSandbox({ name })));
}
