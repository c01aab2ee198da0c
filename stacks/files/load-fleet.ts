import * as fs from "node:fs/promises";
import * as path from "node:path";
import type { z } from "zod";
import type { Fleet, FleetMember, Wave } from "../../components/core/fleet/fleet";
import { judgeFleet } from "../../components/core/fleet/judge-fleet";
import { given } from "../../components/core/given";
import type { Problem } from "../../components/core/problem";
import type { Settings } from "../../components/core/settings";
import { ConfigError } from "../config-error";
import { stackFile } from "./environment";
import { isFleetText, listFleets } from "./fleet-file";
import { findStackFolder, listEnvironments, loadStack } from "../load";
import { readKeys } from "./read-keys";
import { fleetSchema } from "../schema/fleet";

type Configured = z.output<typeof fleetSchema>["waves"][number];

/** Time after a wave where the file says none, seconds. */
const usualBakeSeconds = 3600;

const toMember = (one: Configured["environments"][number]): FleetMember =>
  typeof one === "string"
    ? { environment: one }
    : {
        environment: one.name,
        ...given("share", one.share),
        ...given("policyConfig", one.policyPackConfig),
      };

/** Reads a fleet's file. */
async function readFleet(folder: string, name: string): Promise<Fleet> {
  const action = `read fleet "${name}"`;
  const file = stackFile(name);
  const fleets = await listFleets(folder);
  const text = await fs.readFile(path.join(folder, file), "utf8").catch(() => undefined);
  if (text === undefined || !isFleetText(text)) {
    const got = text === undefined ? "no such file" : "a file without them";
    const others = fleets.length === 0 ? "" : `; fleets here: ${fleets.join(", ")}`;
    throw new ConfigError(action, [
      {
        path: file,
        rule: "exist and have sluice:waves",
        got: `${got}${others}`,
        fix: "see docs/how-to/fleet.md",
      },
    ]);
  }
  const { waves, maxParallel, onFailure } = readKeys(fleetSchema, { action, file, text });
  const last = waves.length - 1;
  return {
    name,
    maxParallel,
    onFailure,
    waves: waves.map(({ environments, bake }, at): Wave => ({
      environments: environments.map(toMember),
      bakeSeconds: bake ?? (at === last ? 0 : usualBakeSeconds),
    })),
  };
}

/** A fleet, and the settings of its environments by their names. */
export interface LoadedFleet {
  readonly fleet: Fleet;
  readonly settings: ReadonlyMap<string, Settings>;
}

/**
 * Reads a fleet's file and those of its environments.
 * @param root - folder of Pulumi.yaml
 * @throws {ConfigError} with every problem of all files
 */
export async function loadFleet(root: string, name: string): Promise<LoadedFleet> {
  const folder = await findStackFolder(root);
  const fleet = await readFleet(folder, name);
  const known = await listEnvironments(folder);
  const names = new Set(
    fleet.waves.flatMap(({ environments }) => environments.map((one) => one.environment)),
  );
  const settings = new Map<string, Settings>();
  const problems: Problem[] = [];
  for (const environment of names) {
    if (!known.includes(environment)) continue;
    try {
      settings.set(environment, (await loadStack(root, environment)).settings);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
    }
  }
  const broken = [...judgeFleet(fleet, known, [...settings.values()]), ...problems];
  if (broken.length > 0) throw new ConfigError(`use fleet "${name}"`, broken);
  return { fleet, settings };
}
