import type { Inputs } from "@pulumi/pulumi";
import { demandPulumi } from "./demand-pulumi";
import type { Declared } from "./own-program";
import { toProgramError } from "./program-error";
import { findStackKind } from "./stack-kinds";
import { startProviders } from "./start-providers";

/**
 * Declares the resources of a stack: load its files, plan, declare.
 * @param root - folder of Pulumi.yaml
 * @param declared - objects that a program of the user's gave
 * @returns the stack's outputs
 * @throws {RunError} with every problem of name and files, before anything is declared
 * @throws {RunError} where Pulumi is too old
 */
export async function declareStack(root: string, stack: string, declared?: Declared): Promise<Inputs> {
  try {
    const kind = findStackKind(stack);
    if (kind.hasProviders) startProviders();
    await demandPulumi();
    return await kind.load().declare(root, stack, declared);
  } catch (error) {
    throw toProgramError(error);
  }
}
