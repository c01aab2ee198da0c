import { z } from "zod";
import { showDay } from "../../components/core/show-time";
import { resourcePolicy } from "../pack/policy";
import { coreRuleSet, isRelease, readFirewall } from "./firewall";

const daySeconds = 86_400;

/** Exclusions are narrow, somebody's, and for a time. */
export const wafExclusions = resourcePolicy({
  name: "waf-exclusions",
  title: "Exclusions for a time",
  description:
    "Every exclusion of the firewall's rules is for a path or a part of requests, has an owner, and a last day that is near and not over.",
  why: "An exclusion outlives its reason: the rule stays off for everybody, and nobody knows why.",
  fix: "Remove the exclusion, or let its owner look at it and give it another last day.",
  severity: "medium",
  framework: coreRuleSet("Rule exclusions"),
  config: z.object({
    /** Longest time from now to an exclusion's last day, days. */
    maxDays: z.int().min(1).max(3650).default(366),
  }),
  applies: isRelease,
  *check(resource, { maxDays }, { now }) {
    const { waf } = readFirewall(resource);
    const nowSeconds = now.getTime() / 1000;
    const [today, latest] = [showDay(nowSeconds), showDay(nowSeconds + maxDays * daySeconds)];
    for (const [index, { rule, path, target, owner, expires }] of (waf?.exclusions ?? []).entries()) {
      const at = `sluice:edge.waf.exclusions[${index}]`;
      if (path === undefined && target === undefined)
        yield {
          path: at,
          rule: "be for a path or a target",
          got: `rule ${rule} for every request`,
          fix: "name what users' requests need, such as { path: /search, target: ARGS:q }",
        };
      if (expires < today)
        yield {
          path: `${at}.expires`,
          rule: "not be over",
          got: expires,
          fix: `remove the exclusion of rule ${rule}, or let ${owner} give it another last day`,
        };
      if (expires > latest)
        yield {
          path: `${at}.expires`,
          rule: `be at most ${maxDays} days away`,
          got: expires,
          fix: `let ${owner} choose a day until ${latest}`,
        };
    }
  },
});
