import { forEngine } from "./for-engine";
import type { ProviderKind } from "./provider-shim";
import type { Provider } from "./provider";

// Loaded when first used: a stage that only asks its gate does not wait for the rest.
const providers: Record<ProviderKind, Provider> = {
  get release() {
    return forEngine(require("./release/release") as Provider);
  },
  get migration() {
    return forEngine(require("./migration") as Provider);
  },
  get promotion() {
    return forEngine(require("./promotion") as Provider);
  },
  get routeRules() {
    return forEngine(require("./route-rules") as Provider);
  },
  get takeover() {
    return forEngine(require("./takeover") as Provider);
  },
  get flags() {
    return forEngine(require("./flags") as Provider);
  },
  get gate() {
    return forEngine(require("./gate") as Provider);
  },
  get shift() {
    return forEngine(require("./shift") as Provider);
  },
  get soak() {
    return forEngine(require("./soak") as Provider);
  },
};

module.exports = providers;
