import type { Evidence } from "./evidence";
import { findAmberShare } from "../comparisons/shares";

/** Whether the evidence, with all its jumps, is such that no weight is raised. */
export function isAmber({ lnE, amberAt, shares }: Evidence): boolean {
  return lnE >= amberAt || findAmberShare(shares ?? []) !== undefined;
}
