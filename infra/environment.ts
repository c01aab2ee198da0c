import { getRootDirectory, getStack } from "@pulumi/pulumi/runtime";
import { loadStack } from "../stacks/load";
import { declareStack } from "./declare-stack";
import type { Declared, Environment } from "./own-program";
import { toProgramError } from "./program-error";
import { readOptions } from "./read-options";
import { findStackKind } from "./stack-kinds";

export type { Declared, DeclaresResources, Environment, EnvironmentFacts } from "./own-program";

/**
 * Reads the environment of the stack that Pulumi runs, for people with a Pulumi program of their own.
 * @throws {RunError} with every problem of the stack's name and files, before anything is declared
 * @example
 * import { RandomPassword } from "@pulumi/random";
 * import { environment } from "sluice";
 *
 * export = async () => {
 *   const prod = await environment();
 *   if (prod.kind === "base") new RandomPassword(`${prod.app}-database`, { length: 32 });
 *   return await prod.declare();
 * };
 */
export async function environment(): Promise<Environment> {
  try {
    const [root, stack] = [getRootDirectory() || process.cwd(), getStack()];
    const declare = async (declared?: Declared) => await declareStack(root, stack, declared);
    if (findStackKind(stack).name === "platform") return { kind: "platform", stack, declare };
    // Notices are told once, by declare.
    const { engine } = readOptions(root);
    const plan = await loadStack(root, stack, engine === undefined ? {} : { engine });
    const { environment: name, app, namespace, image, cluster } = plan.settings;
    const facts = { stack, declare, environment: name, app, namespace, image, cluster };
    return plan.kind === "stage" ? { kind: "stage", stage: plan.key, ...facts } : { kind: "base", ...facts };
  } catch (error) {
    throw toProgramError(error);
  }
}
