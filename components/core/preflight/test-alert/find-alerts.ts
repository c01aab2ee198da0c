import { formatDuration } from "../../duration";
import type { PreflightFacts } from "../facts";
import { go, noGo, unknown } from "../item";
import type { Look } from "../item";

const ownRoute = "give the test alert a route of its own: docs/how-to/preflight.md#the-test-alert";

/** Whether a test alert reached its receivers. */
export function findAlerts({ testAlert }: PreflightFacts): Look {
  if (testAlert === undefined) return unknown("sluice:preflight.testAlert names no Alertmanager");
  switch (testAlert.kind) {
    case "arrived":
      return go(
        `a test alert arrived after ${formatDuration(Math.max(1, testAlert.seconds))}: ${testAlert.text}`,
      );
    case "uncounted":
      return unknown(`nobody can tell whether the test alert arrived: ${testAlert.text}`);
    case "away":
      return noGo(
        `Alertmanager must take a test alert: got ${testAlert.text}`,
        "repair what it names, or sluice:preflight.testAlert.alertmanager",
      );
    case "astray": {
      const { receivers, allowed } = testAlert;
      const got = receivers.length === 0 ? "no receiver" : receivers.join(", ");
      return noGo(`a test alert must go to ${allowed.join(", ")} alone: got ${got}; none was sent`, ownRoute);
    }
    case "suppressed":
      return noGo(
        `a test alert must be free to go: got ${testAlert.text}`,
        "end the silence, or what inhibits it; no other alert that it covers reaches anybody",
      );
    case "failed":
      return noGo(
        `a test alert must be taken by its receivers: got ${testAlert.text}`,
        "look at Alertmanager's log and at the receiver's address and key",
      );
    case "late":
      return noGo(`a test alert must arrive: got ${testAlert.text}`, ownRoute);
  }
}
