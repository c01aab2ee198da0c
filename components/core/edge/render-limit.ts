import { demandPlain } from "./waf";
import type { WafSpec } from "./waf";

/** Part of nginx's configuration for the rate limit: for its `http` block, and for the app's location. */
export interface LimitLines {
  readonly http: readonly string[];
  readonly location: readonly string[];
}

/**
 * Renders the rate limit by client address, which trusted proxies alone can name. Requests of monitoring, by path and
 * address, have no key and are not counted. In mode `detect` nothing is refused.
 */
export function renderLimit({ rateLimit, monitoring, mode }: WafSpec): LimitLines {
  if (rateLimit === undefined) return { http: [], location: [] };
  const client = (index: number): string => (index < 0 ? "$binary_remote_addr" : `$waf_client${index}`);
  const monitors = monitoring.flatMap(({ paths, from }, index) => [
    `  geo $waf_from${index} { default 0; ${from.map((one) => `${demandPlain(one)} 1;`).join(" ")} }`,
    `  map "$waf_from${index} $uri" ${client(index)} { default ${client(index - 1)}; ${paths.map((one) => `"1 ${demandPlain(one)}" "";`).join(" ")} }`,
  ]);
  return {
    http: [
      ...monitors,
      `  limit_req_zone ${client(monitoring.length - 1)} zone=clients:10m rate=${rateLimit.perSecond}r/s;`,
      "  limit_req_status 429;",
      "  limit_req_log_level info;",
      ...(mode === "detect" ? ["  limit_req_dry_run on;"] : []),
    ],
    location: [`      limit_req zone=clients burst=${rateLimit.burst} nodelay;`],
  };
}
