import { downSandbox } from "../../../sandbox/cluster/down";
import { sandboxName } from "./sandbox-name";

/** Leaves the machine as it was, unless somebody wants to look at what failed (SLUICE_E2E_KEEP=1). */
export default async function tearDown(): Promise<void> {
  if (process.env["SLUICE_E2E_KEEP"] !== "1") await downSandbox({ name: sandboxName });
}
