import type { Inputs } from "@pulumi/pulumi";
import { getRootDirectory, getStack } from "@pulumi/pulumi/runtime";
import { declareStack } from "./declare-stack";

/**
 * Runs the program: declares the resources of the stack that Pulumi runs.
 * @returns the stack's outputs
 * @throws {RunError} see {@link declareStack}
 */
export async function run(): Promise<Inputs> {
  return await declareStack(getRootDirectory() || process.cwd(), getStack());
}
