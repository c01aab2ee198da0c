import { z } from "zod";
import { resourcePolicy } from "../pack/policy";
import type { Finding } from "../pack/policy";
import { coreRuleSet, isRelease, readFirewall } from "./firewall";

interface Limits {
  readonly leastPrefix: number;
  readonly leastPrefix6: number;
}

/** Bits of an address that a range fixes: all of them where it is one address. */
const prefixOf = (range: string): number => {
  const [, bits] = range.split("/");
  return bits === undefined ? Infinity : Number(bits);
};

function* checkRanges(
  path: string,
  ranges: readonly string[],
  { leastPrefix, leastPrefix6 }: Limits,
  fix: string,
): Generator<Finding> {
  for (const [index, range] of ranges.entries()) {
    const least = range.includes(":") ? leastPrefix6 : leastPrefix;
    if (prefixOf(range) >= least) continue;
    yield { path: `${path}[${index}]`, rule: `be a /${least} or narrower`, got: range, fix };
  }
}

/** No request passes the rules by its path alone. */
export const wafNoBypass = resourcePolicy({
  name: "waf-no-bypass",
  title: "No way past the firewall by path",
  description:
    "Requests that no rule looks at come from few addresses, and few addresses may say which client a request is from.",
  why: "A range with everybody in it leaves the path alone to decide, and a path is what an attacker chooses. Who is trusted as a proxy writes the client's address.",
  fix: "Name the monitor's and the router's own addresses.",
  severity: "high",
  framework: coreRuleSet("Rule exclusions"),
  config: z.object({
    /** Fewest bits that a range of IPv4 addresses fixes. */
    leastPrefix: z.int().min(1).max(32).default(8),
    /** Fewest bits that a range of IPv6 addresses fixes. */
    leastPrefix6: z.int().min(1).max(128).default(32),
  }),
  applies: isRelease,
  *check(resource, limits) {
    const { waf } = readFirewall(resource);
    if (waf === undefined) return;
    for (const [index, { paths, from }] of waf.monitoring.entries())
      yield* checkRanges(
        `sluice:edge.waf.monitoring[${index}].from`,
        from,
        limits,
        `name the addresses of the monitors that request ${paths.join(", ")}`,
      );
    yield* checkRanges(
      "sluice:edge.waf.trustedProxies",
      waf.trustedProxies,
      limits,
      "name the addresses of the router's pods",
    );
  },
});
