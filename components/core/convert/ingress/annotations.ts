import { exact, lost, near, unused } from "../fate";
import type { Fate } from "../fate";

/** Prefix of the annotations of ingress-nginx. */
export const prefix = "nginx.ingress.kubernetes.io/";

/** Place of an annotation of ingress-nginx. */
export const annotation = (name: string): string => `metadata annotations ${prefix}${name}`;

const guard = (name: string, now: string, fix: string): Fate => ({
  ...lost(annotation(name), now, fix),
  guards: true,
});

const proxy = "the Gateway API has no such setting";
const policy = "write a policy of the proxy for the route, and name it in sluice:traffic.policies";

/** Annotations that keep clients out. */
const guards: readonly Fate[] = [
  ...[
    "auth-url",
    "auth-type",
    "auth-secret*",
    "auth-realm",
    "auth-signin*",
    "auth-snippet",
    "auth-method",
    "auth-response-headers",
    "auth-request-redirect",
    "auth-proxy-set-headers",
    "auth-cache-*",
    "auth-always-set-cookie",
    "auth-keepalive*",
    "enable-global-auth",
  ].map((name) => guard(name, "nobody is asked who it is any more", policy)),
  ...["auth-tls-*"].map((name) =>
    guard(
      name,
      "no client certificate is asked for any more",
      "set it on the Gateway's listener (frontend validation), or by a policy of the proxy",
    ),
  ),
  ...["whitelist-source-range", "allowlist-source-range", "denylist-source-range"].map((name) =>
    guard(name, "every address may come in", policy),
  ),
  ...["limit-*", "global-rate-limit*"].map((name) => guard(name, "no limit of requests", policy)),
  ...["enable-modsecurity", "modsecurity-*", "enable-owasp-core-rules", "enable-owasp-modsecurity-crs"].map(
    (name) => guard(name, "no web application firewall", policy),
  ),
  ...["configuration-snippet", "server-snippet", "stream-snippet"].map((name) =>
    guard(
      name,
      "what it does cannot be told: it may refuse requests",
      "read it, and write each part as a filter of the route or a policy of the proxy",
    ),
  ),
  guard("satisfy", "nobody is asked who it is any more", policy),
];

const tls = "belongs to the Gateway: a listener for http with a route of its own that redirects";

/** Fates of annotations whose value does not matter for it; `*` at the end is for what begins so. */
export const annotationRules: readonly Fate[] = [
  ...guards,
  lost(
    annotation("ssl-redirect"),
    tls,
    "kubectl get gateway, and add an HTTPRoute with RequestRedirect to its http listener",
  ),
  lost(
    annotation("force-ssl-redirect"),
    tls,
    "kubectl get gateway, and add an HTTPRoute with RequestRedirect to its http listener",
  ),
  lost(annotation("preserve-trailing-slash"), proxy),
  lost(
    annotation("from-to-www-redirect"),
    "no host of its own for www",
    "add an HTTPRoute for the other host with RequestRedirect",
  ),
  ...["affinity*", "session-cookie-*"].map((name) =>
    lost(
      annotation(name),
      "no pinned sessions: a weight is a share of requests",
      "let both versions take each other's sessions",
    ),
  ),
  ...["upstream-hash-by*", "load-balance"].map((name) =>
    lost(annotation(name), "the proxy's own choice of pods", policy),
  ),
  lost(
    annotation("mirror-*"),
    "copies of requests go by router traefik alone",
    "with router traefik a first stage sluice:stages[0].mirror is written by hand",
  ),
  ...[
    "proxy-buffer*",
    "proxy-busy-buffers-size",
    "proxy-max-temp-file-size",
    "client-body-buffer-size",
    "proxy-request-buffering",
  ].map((name) => near(annotation(name), "the proxy's own buffers")),
  near(annotation("proxy-http-version"), "the proxy's own version of HTTP"),
  lost(annotation("proxy-body-size"), "the proxy's own limit of a body", policy),
  lost(annotation("proxy-connect-timeout"), "the proxy's own time limit", policy),
  ...["proxy-next-upstream*"].map((name) =>
    lost(annotation(name), "no request is tried again by the route", policy),
  ),
  ...["proxy-cookie-*", "proxy-redirect-*"].map((name) =>
    lost(annotation(name), proxy, "let the app answer with its own cookies and addresses"),
  ),
  ...["custom-http-errors", "default-backend", "disable-proxy-intercept-errors"].map((name) =>
    lost(annotation(name), "the app's own answers, errors among them", "let the app answer them"),
  ),
  near(annotation("enable-access-log"), "the proxy's own log"),
  near(annotation("enable-rewrite-log"), "the proxy's own log"),
  lost(annotation("enable-opentelemetry"), proxy, "switch tracing on in the proxy"),
  lost(annotation("opentelemetry-*"), proxy, "switch tracing on in the proxy"),
  lost(
    annotation("proxy-ssl-*"),
    "no TLS to the pods",
    "write a BackendTLSPolicy for the app's Service: base copies it for the canary",
  ),
  lost(
    annotation("ssl-passthrough"),
    "TLS ends at the Gateway: without it nothing can be counted",
    "leave this service to a route of its own",
  ),
  lost(annotation("ssl-*"), "belongs to the Gateway's listener", "set it on the Gateway"),
  lost(annotation("server-alias"), "not among the hosts", "add the name to the hostnames of httproute.yaml"),
  lost(annotation("service-upstream"), "the proxy sends to pods", policy),
  lost(annotation("http2-push-preload"), "no push", "nothing to do: browsers no longer take it"),
  near(annotation("use-regex"), "paths are matched as expressions of the proxy"),
  unused(annotation("canary*"), "no effect on an Ingress that is no canary"),
  unused("metadata annotations kubernetes.io/ingress.class", "the Gateway is in its place"),
  lost(
    "metadata annotations cert-manager.io/*",
    "belongs to the Gateway, whose listener has the certificate",
    "put it on the Gateway",
  ),
  lost(
    "metadata annotations external-dns.alpha.kubernetes.io/*",
    "DNS follows the Gateway",
    "let external-dns read HTTPRoutes (--source=gateway-httproute)",
  ),
  unused("apiVersion", "kind of the object"),
  unused("kind", "kind of the object"),
  exact("metadata namespace", "sluice:app.namespace"),
  near("metadata name", "the route is called like the app"),
  near("metadata labels", "Sluice's own labels"),
  lost(
    "spec tls",
    "belongs to the Gateway: its listener has the certificate",
    "name the Secret in certificateRefs of the Gateway's listener",
  ),
  near("spec ingressClassName", "the Gateway is in its place"),
];
