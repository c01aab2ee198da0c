import { clearFaults, setFault } from "../../sandbox/fault/set-fault";
import type { App } from "../../test/e2e/support/app";
import { beginAttempt } from "./begin-attempt";
import { watchWeight } from "../support/watch-weight";

/** One way in which a canary begins to fail. */
export interface OffCell {
  readonly name: string;
  /** Requests of users per second. */
  readonly ratePerSecond: number;
  readonly weight: number;
  /** Added to each round trip between this machine and the gateway, milliseconds. */
  readonly roundTripMs: number;
  /** Only one of the canary's pods fails. */
  readonly onePod?: boolean;
}

/** Cost of one fault. */
export interface OffRun {
  /** From the fault's setting to weight 0 at the API server, seconds. */
  readonly seconds: number;
  /** From the first failed answer to a user to that write, seconds; undefined where no user got one. */
  readonly sinceAnswer: number | undefined;
  /** Requests of users that failed. */
  readonly failed: number;
  readonly sent: number;
  /** Basis of the verdict that took it off, such as `synthetic`. */
  readonly basis: string;
}

/** 8 s or more of the soak are behind it. */
const settled = (weight: number): RegExp => new RegExp(`${weight} %: held ([89]|[1-9]\\d+)/`);

/**
 * Lets the canary settle, makes it fail, and waits until it is off.
 * @param pause - after the soak's line, seconds, so that runs spread over the phases of tick and scrape
 */
export async function offOnce(app: App, cell: OffCell, pause: number): Promise<OffRun> {
  const load = cell.ratePerSecond === 0 ? undefined : app.load(cell.ratePerSecond);
  await beginAttempt(app);
  const soak = app.startUp(`${app.environment}-canary-${cell.weight}`);
  await soak.seen(settled(cell.weight));
  const watch = await watchWeight(app);
  try {
    await new Promise((resolve) => setTimeout(resolve, pause * 1000));
    const pods = (await app.kubectl("get", "pods", "-l", "sluice.dev/track=canary", "-o", "name")).split(
      "\n",
    );
    const pod = (pods.find((one) => one !== "") ?? "").replace("pod/", "");
    const setAtMs = Date.now();
    await setFault(
      app.sandbox,
      { namespace: app.namespace, track: "canary", ...(cell.onePod === true && { pod }) },
      { errorRatio: 1 },
    );
    const zeroAtMs = await watch.zeroAtMs();
    const { text } = await soak.ended;
    const report = await load?.stop();
    if (!text.includes("[sluice:4]")) throw new Error(`The soak must end by its verdict: got\n${text}`);
    // In the order in which users got them.
    const [firstFailed] = report?.failures ?? [];
    return {
      seconds: (zeroAtMs - setAtMs) / 1000,
      sinceAnswer: firstFailed === undefined ? undefined : (zeroAtMs - Date.parse(firstFailed.at)) / 1000,
      failed: report?.failed ?? 0,
      sent: report?.sent ?? 0,
      basis: /Aborted .* \((\w+)\): /.exec(text)?.[1] ?? "unknown",
    };
  } finally {
    watch.close();
    await clearFaults(app.sandbox, { namespace: app.namespace, track: "canary" }).catch(() => undefined);
  }
}
