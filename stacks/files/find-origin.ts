import type { OriginSettings } from "../../components/core/settings";
import { ConfigError } from "../config-error";
import { readEnvironment, stackFile } from "./environment";
import type { ReadOptions } from "./environment";
import { findDefaults } from "./find-defaults";

import { parseStackName } from "../name";
import type { StackName } from "../name";
import type { EnvironmentConfig } from "../schema/schema";

/** An environment's configuration and the folder that it stands in. */
interface Place {
  readonly folder: string;
  /** Environments that have a file there. */
  readonly known: readonly string[];
  readonly config: EnvironmentConfig;
  readonly name: StackName;
  readonly options: Pick<ReadOptions, "ignore">;
}

/** Reads a file of the folder by its name, with its text; no text where it is absent. */
type ReadFile = (file: string) => Promise<readonly [string, string | undefined]>;

async function find(
  { folder, known, config, name }: Place,
  read: ReadFile,
): Promise<OriginSettings | undefined> {
  const { from, after } = config.promotion;
  if (from === undefined) return undefined;
  const refuse = (rule: string): ConfigError => {
    const own = stackFile(name.environment);
    return new ConfigError(`read environment "${name.environment}"`, [
      { path: "sluice:promotion.from", rule, got: from, file: own },
    ]);
  };
  const others = known.filter((other) => other !== name.environment);
  if (!others.includes(from))
    throw refuse(`be another environment of this project (${others.join(", ") || "it has none"})`);
  const [file, text] = await read(stackFile(from));
  const origin = parseStackName(from);
  const { app, cluster } = readEnvironment(
    origin,
    { [file]: text },
    { known, defaults: await findDefaults(folder, text) },
  );
  return { environment: from, app: app.name, namespace: app.namespace, cluster, afterSeconds: after };
}

/**
 * Finds where the environment of `promotion.from` is; an abort does without.
 * @throws {ConfigError} where it is no other environment of the project, or its file has problems
 */
export async function findOrigin(place: Place, read: ReadFile): Promise<OriginSettings | undefined> {
  try {
    return await find(place, read);
  } catch (error) {
    if (place.options.ignore === undefined || !(error instanceof ConfigError)) throw error;
    place.options.ignore(error);
    return undefined;
  }
}
