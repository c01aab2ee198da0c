import * as pulumi from "@pulumi/pulumi";
import { allConfig } from "@pulumi/pulumi/runtime";
import type { LoadOptions } from "../stacks/load";
import type { Declared } from "./own-program";

/**
 * Options with which the program reads a stack: Pulumi's own configuration is compared, notices are warnings of the
 * update, and a workload that is written elsewhere is rendered.
 * @param notes - whether a preview says what a rendered set means
 * @param declared - objects that a program of the user's gave
 */
export function readOptions(root: string, notes?: "tell", declared?: Declared): LoadOptions {
  return {
    engine: allConfig(),
    notice: (sentence) => void pulumi.log.warn(sentence),
    render: async (request) => {
      // Loaded when it is needed: the short form needs none of it.
      const { renderWorkload } =
        require("./render/render-workload") as typeof import("./render/render-workload");
      return await renderWorkload(root, request, notes === "tell", declared);
    },
  };
}
