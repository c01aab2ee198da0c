import { readFileSync } from "node:fs";
import { serveControl } from "./control-server";
import type { InitPlan } from "./init-plan";
import { makeMounts } from "./mounts";
import { makeNetwork } from "../network/network";
import { Supervisor } from "./supervisor";

/**
 * The sandbox's own process: prepares its namespaces and keeps its daemons running. It is started with the path of a
 * plan, as the only child of the first process of a new process namespace, which ends with it and takes everything
 * along.
 */
async function main(planFile: string): Promise<void> {
  const plan = JSON.parse(readFileSync(planFile, "utf8")) as InitPlan;
  makeMounts(plan);
  makeNetwork();
  const supervisor = new Supervisor(plan);
  await serveControl(supervisor, plan.controlSocket);
  supervisor.startAll();
}

const [, , planFile] = process.argv;
if (planFile === undefined) throw new TypeError("Cannot start the sandbox: path of the plan must be given");
main(planFile).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
