import type { Inputs } from "@pulumi/pulumi";
import { getRootDirectory, getStack } from "@pulumi/pulumi/runtime";
import { demandPulumi } from "./demand-pulumi";
import { toProgramError } from "./program-error";
import { stackKinds } from "./stack-kinds";
import type { StackKind } from "./stack-kinds";
import { startProviders } from "./start-providers";

/**
 * Runs the program: load the stack's files, plan their resources, declare them.
 * @returns the stack's outputs
 * @throws {RunError} with every problem of name and files, before anything is declared
 * @throws {RunError} where Pulumi is too old
 */
export async function run(): Promise<Inputs> {
  try {
    return await declare();
  } catch (error) {
    throw toProgramError(error);
  }
}

async function declare(): Promise<Inputs> {
  const root = getRootDirectory() || process.cwd();
  const stack = getStack();
  const kind = stackKinds.find(({ matches }) => matches(stack)) as StackKind;
  if (kind.hasProviders) startProviders();
  await demandPulumi();
  return await kind.load().declare(root, stack);
}
