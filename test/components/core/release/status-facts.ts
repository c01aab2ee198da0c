import type { StatusFacts } from "../../../../components/core/commands/status";
import { A, B, now, route, running, track } from "./world";

export const move = { atSeconds: now - 300, from: 1, to: 50, by: "prod-canary-50", reason: "gate passed" };
export const soaking = running(50, "soaking", { moves: [move], watchedUntilSeconds: now - 60 });
const facts: StatusFacts = {
  environment: "prod",
  app: "shop",
  ledger: soaking,
  stable: track(A),
  canary: track(B),
  route: route(50),
  observedPercent: 49.72,
  lockAlive: undefined,
  nowSeconds: now,
};
export const given = (change: Partial<StatusFacts>): StatusFacts => ({ ...facts, ...change });
export const none = given({ ledger: undefined, stable: undefined, canary: undefined, route: undefined });
