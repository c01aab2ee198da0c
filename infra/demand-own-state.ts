import { log, RunError } from "@pulumi/pulumi";
import { getOrganization, getProject, getStack, invoke } from "@pulumi/pulumi/runtime";
import { withCode } from "../components/core/exit-code";
import { prefixed, printProblem } from "../components/core/problem";
import { findForeignState } from "../components/core/release/state-owner";
import type { StateResource } from "../components/core/release/state-owner";
import type { Settings } from "../components/core/settings";

/**
 * Refuses a stack whose state is another app's, before anything is declared: a declaration in its place would delete
 * that app.
 * @throws {RunError} with code 3, naming the owner
 */
export async function demandOwnState({ app, environment, namespace, cluster }: Settings): Promise<void> {
  const [project, stack] = [getProject(), getStack()];
  const resources = await readState(`${getOrganization()}/${project}/${stack}`);
  const own = { app, environment, namespace, uid: cluster.uid, project, stack };
  const problem = findForeignState(resources, own);
  if (problem === undefined) return;
  throw new RunError(withCode("refused", printProblem(prefixed(`Cannot deploy "${app}": `, problem))));
}

/** The stack's resources, as the engine has them. */
async function readState(stackName: string): Promise<readonly StateResource[]> {
  try {
    const found = (await invoke("pulumi:pulumi:readStackResourceOutputs", { stackName })) as {
      outputs?: Readonly<Record<string, { readonly outputs?: Readonly<Record<string, unknown>> }>>;
    };
    return Object.entries(found.outputs ?? {}).map(([urn, { outputs }]) => ({
      urn,
      ...(outputs === undefined ? {} : { outputs }),
    }));
  } catch (error) {
    // A backend that does not answer stops no abort and no fix; the owner of the ledger is checked as well.
    await log.warn(`whose the state of ${stackName} is could not be read: ${(error as Error).message}`);
    return [];
  }
}
