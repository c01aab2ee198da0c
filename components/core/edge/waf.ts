import type { ResponseHeaders } from "./headers";
import type { ResourceQuantities } from "../workload/workload";

/** A rule of the Core Rule Set that is not applied, or not to one part of requests. */
export interface WafExclusion {
  /** Number of the rule, 911000 to 944999. */
  readonly rule: number;
  /** Path as it is requested; with "*" at its end every path that begins so. @default every path */
  readonly path?: string;
  /** Part that the rule does not look at, e.g. `ARGS:q`. @default the rule is left out */
  readonly target?: string;
  /** Person or team that answers for it. */
  readonly owner: string;
  /** Last day on which it is wanted, `YYYY-MM-DD`. */
  readonly expires: string;
}

/** Requests that no rule looks at: the path and the address must fit. */
export interface WafMonitoring {
  readonly paths: readonly string[];
  /** Addresses of the clients, e.g. `10.0.0.0/8`. */
  readonly from: readonly string[];
}

/** Whether a firewall of this mode stands in the pods. */
export const isOwnMode = (mode: string | undefined): mode is WafSpec["mode"] =>
  mode === "detect" || mode === "block";

/** A web application firewall in front of the app, in each of its pods. */
export interface WafSpec {
  /** `detect` counts what `block` would refuse, and refuses nothing. */
  readonly mode: "detect" | "block";
  /** Image with digest: nginx, ModSecurity, the rules and the exporter. */
  readonly image: string;
  /** Port that the Services lead to. */
  readonly port: number;
  /** Port of the app's metrics and the firewall's own. */
  readonly metricsPort: number;
  /** Paranoia levels, 1 to 4: rules up to `block` refuse, those up to `detect` are only counted. */
  readonly paranoia: { readonly block: number; readonly detect: number };
  /** Anomaly score at which a request is refused. */
  readonly threshold: number;
  readonly exclusions: readonly WafExclusion[];
  readonly monitoring: readonly WafMonitoring[];
  readonly bodyLimitBytes: number;
  readonly methods: readonly string[];
  /** Media types of request bodies, without parameters. */
  readonly contentTypes: readonly string[];
  /** Whether a request that the rule engine cannot read is refused (`closed`) or let through (`open`). */
  readonly onFailure: "open" | "closed";
  /** Addresses of proxies whose X-Forwarded-For names the client. */
  readonly trustedProxies: readonly string[];
  /** Requests of one client to one pod. @default - as many as it likes */
  readonly rateLimit?: {
    /** Requests per second on average. */
    readonly perSecond: number;
    /** Requests above that at once. */
    readonly burst: number;
  };
  /** Headers of answers that it sets and removes. @default none */
  readonly headers?: ResponseHeaders;
  readonly resources: { readonly requests: ResourceQuantities; readonly limits: ResourceQuantities };
  /** Requests per second of the whole app at its busiest. @default - not stated, and not judged */
  readonly load?: number;
}

/** Name of the firewall's container. */
export const wafContainer = "waf";

/** Parts of requests that an exclusion can name, e.g. `ARGS:q`. */
export const wafTargets =
  /^(?:ARGS|ARGS_NAMES|ARGS_GET|ARGS_POST|REQUEST_COOKIES|REQUEST_COOKIES_NAMES|REQUEST_HEADERS|REQUEST_BODY|REQUEST_FILENAME|FILES|FILES_NAMES|XML)(?::[\w.*/-]{1,80})?$/;

/** Folders and files inside of the container; the image has those of `rules`. */
export const wafFiles = {
  /** Mount of the ConfigMap. */
  config: "/etc/waf/config",
  /** Core Rule Set. */
  rules: "/etc/waf/crs",
  unicode: "/etc/waf/unicode.mapping",
  module: "/usr/lib/nginx/modules/ngx_http_modsecurity_module.so",
  /** nginx's own name can be taken out by nothing else. */
  headersModule: "/usr/lib/nginx/modules/ngx_http_headers_more_filter_module.so",
  /** The only folder that can be written. */
  scratch: "/tmp",
} as const;

/**
 * A text that stands in a configuration of nginx or ModSecurity, as it is.
 * @throws {RangeError} when it has a character that could mean something there: the schema takes none
 */
export function demandPlain(text: string): string {
  if (!/^[\w./:~@+*-]*$/.test(text)) {
    throw new RangeError(`Cannot render "${text}": it must have letters, digits and "./:~@+*_-" only`);
  }
  return text;
}
