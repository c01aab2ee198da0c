import * as pulumi from "@pulumi/pulumi";
import { allConfig } from "@pulumi/pulumi/runtime";
import type { LoadOptions } from "../stacks/load";

/** How the program reads a stack: Pulumi's own configuration is compared, and notices are warnings of the update. */
export function readOptions(): LoadOptions {
  return { engine: allConfig(), notice: (sentence) => void pulumi.log.warn(sentence) };
}
