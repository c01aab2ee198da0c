import { randomBytes } from "node:crypto";
import { nextEpoch } from "../core/routers/epoch";

/** The epoch after a write to a route that now carries `current`. */
export function freshEpoch(current: string): string {
  return nextEpoch(current, randomBytes(4).toString("hex"));
}
