import { z } from "zod";
import { secretName } from "./schema-token";
import { dottedName, duration, mapping, objectName, oneOf, text, told, urlPath } from "./field";

const hostPattern = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** `sluice:traffic`: where and how requests are split. */
export const trafficSchema = mapping("traffic", {
  router: told("Gateway API", oneOf(["gateway"]).default("gateway")),
  host: told(
    "public host name",
    text("be a host name in lower case, without scheme, port or path", hostPattern),
  ),
  route: told("name of the HTTPRoute", objectName().optional(), "the app's name"),
  /** The Gateway that the route is attached to. @default name "gateway", in the app's namespace, all listeners */
  gateway: mapping("traffic.gateway", {
    name: told("the Gateway that the route is attached to", dottedName().default("gateway")),
    namespace: told("its namespace", objectName().optional(), "the app's"),
    listener: told("its listener", dottedName().optional(), "all"),
  }).prefault({}),
  address: told(
    "`<host>:<port>` where probes connect",
    text('be "<host>:<port>"', /^[A-Za-z0-9.-]+:\d{1,5}$/).optional(),
    "the host by DNS",
  ),
  scheme: told("of probes", oneOf(["http", "https"]).default("https")),
  ca: told(
    "PEM of the authorities that probes trust, named like `analysis.tokenFrom`: for a certificate of a private authority",
    secretName().optional(),
    "the usual authorities",
  ),
  probePath: told("what probes request; any answer below 500 counts", urlPath().default("/")),
  propagation: told(
    "longest time until the router follows a write of the route; 60s for cloud load balancers",
    duration("10m").prefault("2s"),
  ),
  policies: told(
    'policies of others that are accepted as they are, each with the reason: `{ RateLimitPolicy/shop: "counts by client" }`; any other that names the app\'s Service, route or rule and cannot be copied for the canary is refused',
    z
      .record(
        text('be "<kind>/<name>" of a policy', /^[A-Za-z]+\/[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/),
        text("be the reason why it is accepted", /^(?=.*\S).{1,200}$/),
        { error: 'be a mapping of "<kind>/<name>" to reasons' },
      )
      .default({}),
  ),
  drain: told(
    "time that a stopping pod still serves",
    duration("30m").optional(),
    "twice `propagation`, at least 5s",
  ),
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
