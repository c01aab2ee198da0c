import { renderEnvironment } from "../../../cli/dashboard/render-environment";
import { renderFleet } from "../../../cli/dashboard/render-fleet";
import { startDashboard } from "../../../cli/dashboard/server";
import type { Dashboard } from "../../../cli/dashboard/server";
import type { Page, Snapshot } from "../../../cli/dashboard/snapshot";
import type { DashboardState } from "../../../cli/dashboard/state";
import { scenes } from "./scenes";

/** A page whose looks are what the test says, and how often it was looked. */
function fakePage(first: DashboardState | Error, everyMs = 50) {
  let now: DashboardState | Snapshot | Error = first;
  let looks = 0;
  const page: Page = {
    everyMs,
    open: async () =>
      await Promise.resolve(async () => {
        looks += 1;
        if (now instanceof Error) throw now;
        return await Promise.resolve("sections" in now ? now : renderEnvironment(now));
      }),
  };
  return {
    page,
    show: (next: DashboardState | Snapshot | Error) => void (now = next),
    looks: () => looks,
  };
}

/** A real server whose only page shows what a test says. */
export async function serveScene(
  first: DashboardState,
): Promise<Dashboard & Pick<ReturnType<typeof fakePage>, "show" | "looks">> {
  const { page, ...fake } = fakePage(first);
  const dashboard = await startDashboard({ findPage: (path) => (path === "/" ? page : undefined) });
  return { ...dashboard, ...fake };
}

/** The list of so many environments. */
export function fleetOf(count: number): Snapshot {
  const { status } = scenes.running.view;
  const rows = Array.from({ length: count }, (_, at) => ({
    service: `shop-${at}`,
    environment: "prod",
    status,
  }));
  return renderFleet([
    ...rows,
    { service: "far", environment: "eu", problem: "its cluster does not answer" },
  ]);
}
