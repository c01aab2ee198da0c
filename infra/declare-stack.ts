import type { Inputs } from "@pulumi/pulumi";
import { demandPulumi } from "./demand-pulumi";
import { toProgramError } from "./program-error";
import { findStackKind } from "./stack-kinds";
import { startProviders } from "./start-providers";

/**
 * Declares the resources of a stack: load its files, plan, declare.
 * @param root - folder of Pulumi.yaml
 * @returns the stack's outputs
 * @throws {RunError} with every problem of name and files, before anything is declared
 * @throws {RunError} where Pulumi is too old
 */
export async function declareStack(root: string, stack: string): Promise<Inputs> {
  try {
    const kind = findStackKind(stack);
    if (kind.hasProviders) startProviders();
    await demandPulumi();
    return await kind.load().declare(root, stack);
  } catch (error) {
    throw toProgramError(error);
  }
}
