import { isOwnMode, wafTargets } from "../../components/core/edge/waf";
import { isSelector, unknownPlaceholders } from "../../components/core/sources/metric-query";
import { parseQuantity } from "../../components/core/workload/sizes/quantity";
import { amounts } from "./app";
import { tlsSchema } from "./tls";
import { day } from "../fields/time";
import { headersSchema } from "./headers";
import { flag, list, mapping, oneOf, pinnedImage, quantity, text, told, whole } from "../fields/field";

const addresses = (rule: string) =>
  list(
    text(
      'be an address or a range such as "10.0.0.0/8"',
      /^(?:(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$|\/)|(?=$|\/))){4}(?:\/(?:3[0-2]|[12]?\d))?|(?=[^/]*:[^/]*:)[0-9a-f:]{2,39}(?:\/(?:12[0-8]|1[01]\d|[1-9]?\d))?)$/,
    ),
    rule,
    1,
  );

/** Path of characters without a meaning in a configuration of ModSecurity. */
const plainPath = (more = "") =>
  text(
    `be a path of letters, digits and "./_~:@+-"${more === "" ? "" : ', with "*" at its end for all that begin so'}`,
    new RegExp(`^/[\\w./~:@+-]*${more}$`),
  );

const exclusion = mapping("edge.waf.exclusions", {
  rule: told("number of a rule of the Core Rule Set", whole(911_000, 944_999)),
  path: told(
    "path as it is requested; with `*` at its end all that begin so",
    plainPath("\\*?").optional(),
    "every path",
  ),
  target: told(
    "part of requests that the rule does not look at, such as `ARGS:q` or `REQUEST_COOKIES:session`",
    text("be a part of requests such as `ARGS:q`", wafTargets).optional(),
    "the rule is left out",
  ),
  owner: told("person or team that answers for it", text("be a name on one line", /^\S.{0,79}$/)),
  expires: told("last day on which it is wanted; from then on previews warn, it stays in force", day()),
});

const monitor = mapping("edge.waf.monitoring", {
  paths: told("exact paths", list(plainPath(), "be a list of paths", 1)),
  from: told("addresses of clients", addresses("be a list of addresses")),
});

const counter = () =>
  text("be a selector of a counter, without functions")
    .refine(isSelector, { error: "be a selector of a counter, without functions" })
    .refine((query) => unknownPlaceholders(query).length === 0, {
      error: "use no other placeholders than {{namespace}} and {{app}}",
    });

const level = (usual: number) => whole(1, 4).default(usual);

const waf = mapping("edge.waf", {
  mode: told(
    "`off`; `detect` refuses nothing and counts what `block` would refuse; `block`; `external`: a firewall in front of the router refuses, which `blocked` counts",
    oneOf(["off", "detect", "block", "external"]),
  ),
  image: told(
    "image with digest, for `detect` and `block`: see [Release a WAF rule set](../how-to/release-a-waf-rule-set.md)",
    pinnedImage().optional(),
    "none",
  ),
  blocked: told(
    "of `external`: selectors of the counters of refused requests, with `{{namespace}}` and `{{app}}`",
    mapping("edge.waf.blocked", {
      stable: told("stable's counter", counter()),
      canary: told("the canary's", counter()),
    }).optional(),
    "none",
  ),
  judged: told(
    "requests that the rules refuse, or would refuse, are judged: the canary's against stable's, as metric `waf`; never where one of the two has no firewall, as in the first release with one",
    flag().default(true),
  ),
  port: told("port of the pods that the Services lead to", whole(1024, 65_535).default(8880)),
  metricsPort: told(
    "port at which the app's metrics and the firewall's are scraped",
    whole(1024, 65_535).default(8881),
  ),
  paranoia: mapping("edge.waf.paranoia", {
    block: told("rules up to this level refuse", level(1)),
    detect: told(
      "rules up to this level are counted, each level for a third more of a processor",
      whole(1, 4).optional(),
      "that of `block`",
    ),
  }).prefault({}),
  threshold: told("anomaly score at which a request is refused", whole(1, 1000).default(5)),
  exclusions: told(
    "rules that are not applied: `{ rule, path, target, owner, expires }`",
    list(exclusion, "be a list of { rule, owner, expires, … }")
      .max(200, { error: "be at most 200 exclusions" })
      .default([]),
  ),
  monitoring: told(
    "requests that no rule looks at: `{ paths, from }`, the path and the address must fit",
    list(monitor, "be a list of { paths, from }").max(20, { error: "be at most 20 entries" }).default([]),
  ),
  bodyLimit: told("largest body of a request, at most 64Mi", quantity().default("1Mi")),
  methods: told(
    "methods that are allowed",
    list(text("be a method in capitals", /^[A-Z]{3,20}$/), "be a list of methods", 1).default([
      "GET",
      "HEAD",
      "POST",
      "PUT",
      "PATCH",
      "DELETE",
      "OPTIONS",
    ]),
  ),
  contentTypes: told(
    "media types of bodies that are allowed, whatever their parameters",
    list(
      text("be a media type in lower case without parameters", /^[a-z]+\/[a-z0-9.+-]{1,80}$/),
      "be a list of media types",
      1,
    ).default([
      "application/json",
      "application/x-www-form-urlencoded",
      "multipart/form-data",
      "text/plain",
      "application/xml",
      "text/xml",
    ]),
  ),
  onFailure: told(
    "a body that the rules cannot read is refused (`closed`) or let through (`open`); where the firewall itself is down nothing comes through",
    oneOf(["closed", "open"]).default("closed"),
  ),
  trustedProxies: told(
    "addresses of proxies whose `X-Forwarded-For` names the client; empty: whoever connects is the client",
    addresses("be a list of addresses").min(0).default([]),
  ),
  rateLimit: mapping("edge.waf.rateLimit", {
    perSecond: told(
      "requests per second that one client may send to one pod; more are answered 429 (mode `detect`: counted). Needs `trustedProxies`",
      whole(1, 100_000),
    ),
    burst: told("requests above it that may come at once", whole(0, 100_000).default(20)),
  }).optional(),
  load: told(
    "requests per second of the whole app at its busiest; a firewall that has not asked for the CPU that they take is refused",
    whole(1, 1_000_000).optional(),
    "not judged",
  ),
  resources: mapping("edge.waf.resources", {
    requests: told(
      "what it asks for",
      amounts("edge.waf.resources.requests", { cpu: "100m", memory: "96Mi" }),
    ),
    limits: told("what it gets at most", amounts("edge.waf.resources.limits", { memory: "256Mi" })),
  }).prefault({}),
}).check((context) => {
  const { mode, image, blocked, paranoia, bodyLimit, port, metricsPort, rateLimit, trustedProxies } =
    context.value;
  const refuse = (path: readonly string[], message: string, input: unknown): void => {
    context.issues.push({ code: "custom", path: [...path], message, input });
  };
  if ((mode === "external") !== (blocked !== undefined))
    refuse(["blocked"], "be given with mode external, and with no other one", blocked);
  if (isOwnMode(mode) && image === undefined) refuse(["image"], "be given with mode detect and block", image);
  if (paranoia.detect !== undefined && paranoia.detect < paranoia.block)
    refuse(["paranoia", "detect"], `be at least paranoia.block (${paranoia.block})`, paranoia.detect);
  const bytes = Number(parseQuantity(String(bodyLimit)));
  if (!(Number.isInteger(bytes) && bytes >= 1024 && bytes <= 64 * 1024 ** 2))
    refuse(["bodyLimit"], "be from 1Ki to 64Mi", bodyLimit);
  if (rateLimit !== undefined && trustedProxies.length === 0)
    refuse(
      ["trustedProxies"],
      "name the router's addresses with rateLimit, else all users share one limit",
      trustedProxies,
    );
  if (port === metricsPort) refuse(["metricsPort"], "be another one than port", metricsPort);
});

/** `sluice:edge`: what stands in front of the app. */
export const edgeSchema = mapping("edge", {
  /** @default - no firewall */
  waf: waf.optional(),
  /** @default - the certificate is the router's */
  tls: tlsSchema.optional(),
  /** @default - those of the app */
  headers: headersSchema.optional(),
});
