import type { DashboardState } from "../../../cli/dashboard/state";
import type { StageRecord } from "../../../components/core/ledger/ledger";
import { begunAtSeconds, passedStage } from "../../support/report";
import { earlierOf, gate, later, ledgerWith, soaking, stateOf, view } from "./scenes";

/** An attempt after a hundred others, 24 hours into a soak whose course has all its points. */
export function longScene(): DashboardState {
  const points = Array.from({ length: 60 }, (__2, at) => {
    const requests = (at + 1) * 1440;
    return [
      begunAtSeconds + at * 1440,
      requests,
      Math.floor(requests / 900),
      requests * 19,
      Math.floor(requests / 50),
      at / 30,
      at / 20,
    ] as const;
  });
  const day: StageRecord = {
    ...soaking,
    soakSeconds: 86_400,
    startedAtSeconds: begunAtSeconds,
    trail: { failAt: 4.61, passAt: 3, points },
  };
  const moves = Array.from({ length: 100 }, (__2, at) => ({
    atSeconds: begunAtSeconds + at,
    from: at % 5,
    to: (at + 1) % 5,
    by: "prod-canary-5",
    reason: "gate passed",
  }));
  return stateOf(ledgerWith({ earlier: earlierOf(100), moves }, [passedStage, day, ...later]), {
    view,
    gate,
  });
}
