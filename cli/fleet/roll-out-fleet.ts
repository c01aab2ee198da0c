import * as path from "node:path";
import { listMembers } from "../../components/core/fleet/fleet";
import { RunEnd } from "../../components/core/run-end";
import { loadFleet } from "../../stacks/files/load-fleet";
import { catchInterruption } from "../interruption";
import type { Outcome } from "../run-command";
import { openHands } from "./open-hands";
import type { HandsOptions } from "./open-hands";
import { runWaves } from "./run-waves";

/**
 * Releases the environments of a fleet wave by wave.
 * @throws {ConfigError} with every problem of its file and its environments' files
 */
export async function rollOutFleet(name: string, options: HandsOptions): Promise<Outcome> {
  const { terminal, policyPack = [] } = options;
  const loaded = await loadFleet(path.resolve(options.cwd), name);
  const { fleet } = loaded;
  const own = listMembers(fleet).find(({ policyConfig }) => policyConfig !== undefined);
  if (own !== undefined && policyPack.length !== own.policyConfig?.length) {
    throw new RunEnd("usage", {
      text: `Cannot use fleet "${name}": policyPackConfig of "${own.environment}" must be one file for each --policy-pack: got ${policyPack.length} packs`,
      fix: "give the packs with --policy-pack, or leave policyPackConfig out",
    });
  }
  const hands = await openHands(loaded, options);
  const { signal, release } = catchInterruption();
  try {
    return await runWaves({ fleet, hands, terminal, signal });
  } finally {
    release();
    hands.close();
  }
}
