import { secretName } from "./schema-token";
import { duration, mapping, objectName, oneOf, text, urlPath } from "./field";

const hostPattern = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** `sluice:traffic`: where and how requests are split. */
export const trafficSchema = mapping("traffic", {
  /** @default "gateway" (Gateway API) */
  router: oneOf(["gateway"]).default("gateway"),
  /** Public host name of the app. No default. */
  host: text("be a host name in lower case, without scheme, port or path", hostPattern),
  /** Name of the HTTPRoute. @default - the app's name */
  route: objectName().optional(),
  /** The Gateway that the route is attached to. @default name "gateway", in the app's namespace, all listeners */
  gateway: mapping("traffic.gateway", {
    name: objectName().default("gateway"),
    namespace: objectName().optional(),
    listener: objectName(253).optional(),
  }).prefault({}),
  /** Where probes connect. @default - the host's address by DNS */
  address: text('be "<host>:<port>"', /^[A-Za-z0-9.-]+:\d{1,5}$/).optional(),
  /** @default "https" */
  scheme: oneOf(["http", "https"]).default("https"),
  /** Environment variable, or file, that holds the authorities that probes trust, PEM. @default - the usual ones */
  ca: secretName().optional(),
  /** What probes request; any answer below 500 counts. @default "/" */
  probePath: urlPath().default("/"),
  /** Longest time from a write of the route until the router follows. @default "2s" */
  propagation: duration("10m").prefault("2s"),
  /** Time that a stopping pod still serves. @default - twice `propagation`, at least 5s */
  drain: duration("30m").optional(),
}).check((context) => {
  const { drain, propagation, scheme, ca } = context.value;
  if (ca !== undefined && scheme !== "https") {
    const message = "be set with scheme https only";
    context.issues.push({ code: "custom", path: ["ca"], message, input: context.value });
  }
  if (drain !== undefined && drain < 2 * propagation) {
    context.issues.push({
      code: "custom",
      path: ["drain"],
      message: `be at least twice propagation (${2 * propagation}s)`,
      input: `${drain}s`,
    });
  }
});
