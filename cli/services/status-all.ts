import * as path from "node:path";
import { explainFleet, listFleet } from "../../components/core/commands/explain-fleet";
import type { FleetRow } from "../../components/core/commands/explain-fleet";
import { exitCodes } from "../../components/core/exit-code";
import { openEnvironment } from "../environment";
import type { Outcome } from "../run-command";
import { readStatus } from "../watch/status";
import type { Terminal } from "../terminal";
import { inParallel } from "../../components/http/in-parallel";
import { listServices } from "./list-services";
import type { Service } from "./list-services";

/** Environments that are read at once: each is a handful of requests. */
const atOnce = 12;

/** Options of `sluice status --all`. */
export interface StatusAllOptions {
  /** Folder of the repository. */
  readonly cwd: string;
  /** Only environments of that name. @default all */
  readonly environment?: string | undefined;
  readonly org?: string | undefined;
}

/** Lists the environments that are meant, each with its service. */
export async function listWanted({
  cwd,
  environment: only,
}: StatusAllOptions): Promise<readonly { readonly service: Service; readonly environment: string }[]> {
  const services = await listServices(path.resolve(cwd));
  return services.flatMap((service) =>
    service.environments
      .filter((environment) => only === undefined || environment === only)
      .map((environment) => ({ service, environment })),
  );
}

/** Shows the status of every environment of every service; one that cannot be read does not hide the others. */
export async function showAll(options: StatusAllOptions, terminal: Terminal): Promise<Outcome> {
  const { org } = options;
  const wanted = await listWanted(options);
  const rows = await inParallel(wanted, atOnce, async ({ service: { name, root }, environment }) => {
    const row: FleetRow = await readRow({ cwd: root, environment, org, terminal }, name);
    terminal.print({ folder: path.relative(options.cwd, root) || ".", ...row });
    return row;
  });
  for (const line of listFleet(rows)) terminal.say(line);
  const isKnown = rows.every(({ status }) => status !== undefined);
  return {
    exitCode: isKnown ? exitCodes.done : exitCodes.usage,
    sentence: explainFleet(rows),
    report: { event: "summary", environments: rows.length },
  };
}

/** Reads the status of one environment, or why there is none. */
export async function readRow(
  choice: { cwd: string; environment: string; org: string | undefined; terminal: Terminal },
  service: string,
): Promise<FleetRow> {
  const { environment } = choice;
  try {
    // One connection for all that are in one cluster: each may have to ask a program for credentials.
    const context = await openEnvironment({ ...choice, by: "sluice status", shared: true });
    try {
      return { service, environment, status: await readStatus(context) };
    } finally {
      context.close();
    }
  } catch (error) {
    return { service, environment, problem: (error as Error).message.replaceAll(/\s*\n\s*/g, " ") };
  }
}
