import path from "node:path";
import { withRequire } from "../../../cli/engine/start-pulumi";

const preload = path.resolve(__dirname, "../../../infra/preload.js");

/**
 * Environment variables that leave out a fifth of an engine's run: memory that its end gives back, and a compiler that
 * nothing uses. `sluice` leaves the compiler out for its users, too.
 */
export const quickly: Readonly<Record<string, string>> = {
  GOGC: "off",
  NODE_OPTIONS: withRequire(process.env["NODE_OPTIONS"], preload),
};

/** `sluice:traffic` for the sandbox's router, which follows a write at once: pods need not serve on for so long. */
export const quickTraffic = { propagation: "1s", drain: "3s" };

/** `sluice:traffic` as a user has it who says nothing of these times. */
export const usualTraffic = { propagation: undefined, drain: undefined };
