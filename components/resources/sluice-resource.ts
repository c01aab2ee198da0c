import * as pulumi from "@pulumi/pulumi";
import type { Settings } from "../core/settings";
import { processStart } from "../ledger/process-identity";
import { renderProvider } from "../providers/provider-shim";
import type { ProviderKind } from "../providers/provider-shim";

/** Arguments of every resource of Sluice. */
export interface SluiceResourceArgs {
  readonly settings: Settings;
  /** Further facts of this very run, never a difference. */
  readonly run?: Readonly<Record<string, unknown>>;
}

/**
 * Dynamic resource of Sluice. Its provider gets the inputs as plain JSON, and with them `run`: the program's process
 * (gone when the run was interrupted) and the resource's own URN (for progress lines). `run` is never a difference.
 */
export abstract class SluiceResource extends pulumi.CustomResource {
  constructor(
    kind: ProviderKind,
    type: string,
    name: string,
    inputs: pulumi.Inputs & SluiceResourceArgs,
    options: pulumi.CustomResourceOptions = {},
  ) {
    const token = `pulumi-nodejs:dynamic/sluice:${type}`;
    const run = {
      ...inputs.run,
      programPid: process.pid,
      programStart: processStart(process.pid) ?? "unknown",
      preview: pulumi.runtime.isDryRun(),
      urn: pulumi.createUrn(name, token, options.parent),
    };
    super(
      token,
      name,
      { ...inputs, run, __provider: renderProvider(kind) },
      // Shown as changed in every run otherwise.
      { ...options, hideDiffs: ["run", ...(options.hideDiffs ?? [])] },
    );
  }
}
