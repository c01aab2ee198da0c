import type { FleetRow } from "../../components/core/commands/explain-fleet";
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

/** Pages of all environments, by path: the list at `/`, and one of each. */
export async function listPages(
  options: StatusAllOptions,
  terminal: Terminal,
): Promise<ReadonlyMap<string, Page>> {
  const wanted = await listWanted(options);
  const choices = wanted.map(({ service: { name, root }, environment }) => ({
    name,
    choice: { cwd: root, environment, org: options.org, terminal },
  }));
  const list: Page = {
    everyMs: everyFleetMs,
    open: async () =>
      await Promise.resolve(async () => {
        const rows = await inParallel<(typeof choices)[number], FleetRow>(
          choices,
          atOnce,
          async ({ name, choice }) => await readRow(choice, name),
        );
        return renderFleet(rows);
      }),
  };
  const own = choices.map(({ name, choice }) => {
    const at = pathOf({ service: name, environment: choice.environment });
    const open = async () => await openEnvironment({ ...choice, by: "sluice dashboard", shared: true });
    return [at, environmentPage(open)] as const;
  });
  return new Map([["/", list], ...own]);
}
