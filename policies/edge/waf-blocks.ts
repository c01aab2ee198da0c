import { z } from "zod";
import { matchesGlob } from "../pack/exemption";
import { resourcePolicy } from "../pack/policy";
import { coreRuleSet, isRelease, readFirewall } from "./firewall";

const modes = ["off", "detect", "block"] as const;

/** Apps that have to have a firewall have one, in the mode that is asked for. */
export const wafBlocks = resourcePolicy({
  name: "waf-blocks",
  title: "A firewall where one is asked for",
  description:
    "Apps that the configuration names have `sluice:edge.waf`, in mode `block` or at least `detect`.",
  why: "A firewall that only detects, or that a change of the file took away, stops no attack, and nothing else shows it.",
  fix: "Set `sluice:edge.waf` with `mode: detect` first, then `mode: block`: each is a release.",
  severity: "high",
  framework: coreRuleSet("Installation: DetectionOnly and On"),
  config: z.object({
    /** Apps that need one: glob of `<namespace>/<app>`, and the least mode. @default none */
    required: z
      .array(z.object({ app: z.string().min(1), mode: z.enum(["detect", "block"]).default("block") }))
      .default([]),
  }),
  applies: isRelease,
  *check(resource, { required }) {
    const { app, waf } = readFirewall(resource);
    const mode = waf?.mode ?? "off";
    const wanted = required
      .filter((one) => matchesGlob(one.app, app))
      .map((one) => one.mode)
      .find((one) => modes.indexOf(mode) < modes.indexOf(one));
    if (wanted === undefined) return;
    yield {
      path: "sluice:edge.waf.mode",
      rule: wanted === "block" ? 'be "block"' : 'be "detect" or "block"',
      got: waf === undefined ? "no firewall" : mode,
      fix: "begin with detect, then block, each as a release: docs/how-to/release-a-waf-rule-set.md",
    };
  },
});
