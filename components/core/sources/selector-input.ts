import { given } from "../given";
import type { Settings } from "../settings";
import type { SelectorInput } from "./source";

/** Arguments of a source's selectors for an environment. */
export function toSelectorInput({ namespace, app, traffic, analysis }: Settings): SelectorInput {
  return {
    namespace,
    app,
    ...given("stableService", traffic.stableService),
    route: traffic.route,
    gateway: traffic.gateway,
    router: traffic.router,
    ...given("gateways", traffic.gateways),
    places: analysis.labels,
  };
}
