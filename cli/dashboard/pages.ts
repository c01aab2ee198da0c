import * as path from "node:path";
import type { FleetRow } from "../../components/core/commands/explain-fleet";
import { listMembers } from "../../components/core/fleet/fleet";
import { given } from "../../components/core/given";
import { loadFleet } from "../../stacks/files/load-fleet";
import { openEnvironment } from "../environment";
import type { Environment } from "../environment";
import { inParallel } from "../../components/http/in-parallel";
import { listWanted, readRow } from "../services/status-all";
import type { StatusAllOptions } from "../services/status-all";
import type { Terminal } from "../terminal";
import { openStateReader } from "./read-state";
import { renderEnvironment } from "./render-environment";
import { pathOf, renderFleet } from "./render-fleet";
import type { Page } from "./snapshot";

/** Times between two looks: of one environment as of the live view; of all, a handful of requests each. */
const [everyMs, everyFleetMs] = [2000, 10_000];

/** Environments that are read at once. */
const atOnce = 12;

/** Page of one environment. @param open - opens it; it stays open for later looks */
export function environmentPage(open: () => Promise<Environment>): Page {
  return {
    everyMs,
    open: async (signal) => {
      const read = openStateReader(await open(), signal);
      return async () => renderEnvironment(await read());
    },
  };
}

/** Options of the dashboard of several environments. */
export interface ListOptions extends StatusAllOptions {
  /** Fleet whose environments are shown. @default all of the repository */
  readonly fleet?: string | undefined;
}

interface Listed {
  readonly name: string;
  readonly root: string;
  readonly environment: string;
  readonly wave?: number;
}

async function listChosen(options: ListOptions): Promise<readonly Listed[]> {
  const { fleet: name, cwd } = options;
  if (name === undefined)
    return (await listWanted(options)).map(({ service, environment }) => ({ ...service, environment }));
  const { fleet } = await loadFleet(path.resolve(cwd), name);
  return listMembers(fleet).map(({ environment, wave }) => ({ name, root: cwd, environment, wave }));
}

/** Pages of several environments, by path: the list at `/`, and one of each. */
export async function listPages(
  options: ListOptions,
  terminal: Terminal,
): Promise<ReadonlyMap<string, Page>> {
  const choices = (await listChosen(options)).map(({ name, root, environment, wave }) => ({
    name,
    wave,
    choice: { cwd: root, environment, org: options.org, terminal },
  }));
  const list: Page = {
    everyMs: everyFleetMs,
    open: async () =>
      await Promise.resolve(async () => {
        const rows = await inParallel(choices, atOnce, async ({ name, wave, choice }): Promise<FleetRow> => ({
          ...(await readRow(choice, name)),
          ...given("wave", wave),
        }));
        return renderFleet(rows, options.fleet);
      }),
  };
  const own = choices.map(({ name, choice }) => {
    const at = pathOf({ service: name, environment: choice.environment });
    const open = async () => await openEnvironment({ ...choice, by: "sluice dashboard", shared: true });
    return [at, environmentPage(open)] as const;
  });
  return new Map([["/", list], ...own]);
}
