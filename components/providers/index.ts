import type { ProviderKind } from "./provider-shim";
import type { Provider } from "./provider";

// Loaded when first used: a stage that only asks its gate does not wait for the rest.
const providers: Record<ProviderKind, Provider> = {
  get release() {
    return require("./release") as Provider;
  },
  get promotion() {
    return require("./promotion") as Provider;
  },
  get routeRules() {
    return require("./route-rules") as Provider;
  },
  get gate() {
    return require("./gate") as Provider;
  },
  get shift() {
    return require("./shift") as Provider;
  },
  get soak() {
    return require("./soak") as Provider;
  },
};

module.exports = providers;
