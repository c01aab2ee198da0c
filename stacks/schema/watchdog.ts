import { dottedName, duration, mapping, oneOf, pinnedImage, told } from "../fields/field";
import { gatewayAddress } from "./traffic";
import { given } from "../../components/core/given";
import type { WatchdogSettings } from "../../components/core/workload/watchdog/watchdog-settings";

/** `sluice:watchdog`: the Job that watches where no run does. */
export const watchdogSchema = mapping("watchdog", {
  image: told(
    "image of this package, of the runs' version, with digest; `watchdog` itself is left out otherwise",
    pinnedImage(),
  ),
  limit: told("longest time for which it alone watches", duration("7d").prefault("12h")),
  atLimit: told(
    "traffic that nobody watches then goes `back` to stable, or it is to `stay`",
    oneOf(["back", "stay"]).default("back"),
  ),
  secret: told(
    "Secret of the app's namespace whose keys are its environment variables: what `analysis.tokenFrom` and `notify` name",
    dottedName().optional(),
    "none",
  ),
  address: told(
    "`host:port` where its own requests connect, as seen in the cluster",
    gatewayAddress().optional(),
    "`traffic.address`; where that is on the runner's own machine it sends none",
  ),
}).transform(({ image, limit, atLimit, secret, address }): WatchdogSettings => ({
  image,
  limitSeconds: limit,
  atLimit,
  ...given("secret", secret),
  ...given("address", address),
}));
