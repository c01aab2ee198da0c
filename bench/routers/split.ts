import type { App } from "../../test/e2e/support/app";
import type { WeightWriter } from "../../test/e2e/support/routes/write-weights";
import { Client } from "./client";

/** Copies that {@link Split.mirror} asks for. */
export const copied = { percent: 20, repeatable: ["GET"] };

/** The route writer of an app whose both tracks serve, and a client of it. */
export interface Split {
  readonly client: Client;
  /** Version that answers on stable. */
  readonly stable: string;
  /** Writes a weight; when the API server had answered, on the clock of `performance.now()`. */
  write(weight: number): Promise<number>;
  /** Sends requests with header `x-bench: yes` to the canary, and no others. */
  match(): Promise<void>;
  /** Sends copies of requests to the canary, as {@link copied} says, where the router's objects for it are there. */
  mirror(): Promise<void>;
  /** The same by the write of an abort. */
  abort(): Promise<number>;
}

/** Gives both tracks pods, with all traffic on stable. */
export async function prepareSplit(app: App, writer: WeightWriter): Promise<Split> {
  await app.kubectl("scale", "deployment", "scholarlink-canary", "--replicas=2");
  await app.kubectl("rollout", "status", "deployment", "scholarlink-canary", "--timeout=120s");
  const client = new Client(app);
  const first = await client.ask();
  return {
    client,
    stable: first.version,
    write: async (weight) => {
      await writer.write(weight);
      return performance.now();
    },
    match: async () => await writer.match({ on: "header", name: "x-bench", by: "exact", value: "yes" }),
    mirror: async () => await writer.mirror(copied),
    abort: async () => {
      await writer.abort();
      return performance.now();
    },
  };
}
