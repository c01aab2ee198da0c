import * as path from "node:path";
import type { Cluster } from "../components/cluster/api";
import { connect, connectOnce } from "../components/cluster/connect";
import type { Tell } from "../components/ledger/commit";
import type { Settings } from "../components/core/settings";
import { refuseCluster } from "../components/session/refuse-cluster";
import type { TrafficContext } from "../components/traffic/end/abort-release";
import { persist } from "../components/traffic/persist";
import { loadStack } from "../stacks/load";
import type { Minimum } from "../stacks/files/minimum";
import { parseStackName } from "../stacks/name";
import { RunEnd } from "../components/core/run-end";
import { openLedger } from "./open-ledger";
import { readEnvironmentName } from "./organization";
import type { Terminal } from "./terminal";

/** One environment as a command works with it. */
export interface Environment extends TrafficContext {
  /** Folder of the Pulumi project, absolute. */
  readonly root: string;
  /** Organisation of the stacks. @default - Pulumi's own default */
  readonly org?: string;
  /** Tells people of what is no transition of the ledger. @default - nobody is told */
  readonly tell?: Tell | undefined;
  close(): void;
}

/** Environment of a command, and the command's name in ledger and Events. */
export interface EnvironmentChoice {
  readonly cwd: string;
  /** `prod`, or with the organisation of its stacks `acme/prod`. */
  readonly environment: string;
  /** Organisation of the stacks. @default - the one in the environment's name, else Pulumi's own default */
  readonly org?: string | undefined;
  /** For example `sluice abort`. */
  readonly by: string;
  readonly terminal: Terminal;
  /** Goes on with a file whose problems do not touch where the traffic is, and reports them. @default false */
  readonly salvage?: boolean;
  /** Values that a person gave for those that the file lacks. */
  readonly minimum?: Minimum;
  /**
   * Longest time for which a cluster that does not answer, or answers 429 or 5xx, is asked again, seconds. @default 0
   */
  readonly patienceSeconds?: number;
  /** The connection is one for all environments of the cluster, until the process ends. @default false */
  readonly shared?: boolean;
}

/**
 * Reads the settings of an environment.
 * @throws {ConfigError} with every problem of its name and file
 */
export async function readSettings(choice: EnvironmentChoice): Promise<Settings> {
  const { cwd, by, terminal } = choice;
  const { environment } = readEnvironmentName(choice.environment, choice.org);
  const name = parseStackName(environment);
  if (name.kind === "stage") {
    throw new RunEnd("usage", {
      text: `Cannot use environment "${environment}": its name must be that of an environment: got the stack of a stage`,
      fix: `use "${name.environment}"`,
    });
  }
  const ignore = ({ message }: Error): void =>
    terminal.say(`${message}\nGoing on without the keys that are wrong.`);
  const { settings } = await loadStack(path.resolve(cwd), environment, {
    ignore: choice.salvage ? ignore : undefined,
    minimum: choice.minimum,
    notice: (sentence) => terminal.say(sentence),
  });
  return { ...settings, stack: by };
}

/** Settings by which nobody waits long for Prometheus. */
export function inHurry(settings: Settings): Settings {
  const { analysis } = settings;
  return {
    ...settings,
    analysis: { ...analysis, requestTimeoutSeconds: Math.min(2, analysis.requestTimeoutSeconds) },
  };
}

/**
 * Opens an environment: its settings, its cluster, its ledger. Nothing is written by opening it.
 * @throws {ConfigError} with every problem of its name and file
 * @throws {RunEnd} with exit code 2 when the cluster does not answer or is another one
 */
export async function openEnvironment(choice: EnvironmentChoice): Promise<Environment> {
  const settings = await readSettings(choice);
  const { terminal, patienceSeconds, shared = false } = choice;
  const { org } = readEnvironmentName(choice.environment, choice.org);
  const away = (error: Error): void => terminal.say(`${error.message}; asking again`);
  const opening = async (): Promise<Cluster> => await (shared ? connectOnce : connect)(settings.cluster);
  const cluster = await (
    patienceSeconds === undefined ? opening() : persist(opening, away, patienceSeconds)
  ).catch(refuseCluster);
  return {
    root: path.resolve(choice.cwd),
    ...(org === undefined ? {} : { org }),
    ...openLedger(cluster, settings, terminal),
    close: () => {
      if (!shared) cluster.close();
    },
  };
}
