import * as pulumi from "@pulumi/pulumi";
import { allConfig } from "@pulumi/pulumi/runtime";
import { ConfigError } from "../stacks/config-error";
import type { LoadOptions } from "../stacks/load";

/**
 * How the program reads a stack: Pulumi's own configuration is compared, notices are warnings of the update, and a
 * workload that is written elsewhere is rendered.
 * @param notes - whether a preview says what a rendered set means
 */
export function readOptions(root: string, notes?: "tell"): LoadOptions {
  return {
    engine: allConfig(),
    notice: (sentence) => void pulumi.log.warn(sentence),
    render: async (request) => {
      if (process.env["SLUICE_APP_FROM"] === undefined) {
        const path = "sluice:app.from";
        throw new ConfigError(`render the workload of "${request.options.app}"`, [
          { path, rule: "not be set: this version does not have other sources of workloads yet" },
        ]);
      }
      // Loaded when it is needed: the short form needs none of it.
      const { renderWorkload } =
        require("./render/render-workload") as typeof import("./render/render-workload");
      return await renderWorkload(root, request, notes === "tell");
    },
  };
}
