import type { GateFacts } from "../core/gate/facts";
import type { Settings } from "../core/settings";

/** `release.emergency` as the gate sees it now. */
export function emergencyFact(settings: Settings, nowSeconds: number): GateFacts["emergency"] {
  const { emergency } = settings;
  return emergency && { ...emergency, expired: Date.parse(emergency.expires) / 1000 <= nowSeconds };
}

/** Whether `release.emergency` is set and has not expired. */
export function inEmergency(settings: Settings, nowSeconds: number): boolean {
  return emergencyFact(settings, nowSeconds)?.expired === false;
}
