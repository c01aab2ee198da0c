import type { Inputs } from "@pulumi/pulumi";
import { getRootDirectory, getStack } from "@pulumi/pulumi/runtime";
import { platformStack } from "../stacks/name";
import { demandPulumi } from "./demand-pulumi";
import { toProgramError } from "./program-error";
import { startProviders } from "./start-providers";

/**
 * The program: load the stack's files, plan what they ask for, declare it.
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
  const name = getStack();
  if (name !== platformStack) startProviders();
  await demandPulumi();
  // From here on loaded when needed: nothing waits for what only others use.
  const { loadPlatform, loadStack } = require("../stacks/load") as typeof import("../stacks/load");
  if (name === platformStack) {
    const { declarePlatform } = require("./platform") as typeof import("./platform");
    return declarePlatform(await loadPlatform(root));
  }
  const stack = await loadStack(root, name);
  if (stack.kind === "base") {
    const { declareBase } = require("./base") as typeof import("./base");
    return declareBase(stack);
  }
  const { declareStage } = require("./stage") as typeof import("./stage");
  return declareStage(stack);
}
