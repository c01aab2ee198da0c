import { judgeLoad } from "../../../../components/core/edge/judge-load";
import type { WafSpec } from "../../../../components/core/edge/waf";
import { wafSpec } from "../../../support/waf-spec";

const paranoia = (detect: number) => ({ block: 1, detect });

const cpu = (requests?: string, limits?: string): WafSpec["resources"] => ({
  requests: requests === undefined ? {} : { cpu: requests },
  limits: limits === undefined ? {} : { cpu: limits },
});

test.each<[string, Partial<WafSpec>, number, object | undefined]>([
  ["no load is stated", {}, 1, undefined],
  ["two pods share what both carry", { load: 100, paranoia: paranoia(1) }, 2, undefined],
  [
    "one pod has to carry all",
    { load: 100, paranoia: paranoia(1) },
    1,
    {
      path: "sluice:edge.waf.resources.requests.cpu",
      rule: "be at least 200m for 100 requests per second by 1 pods",
      got: "100m",
      fix: "set it to 200m, or run more pods",
    },
  ],
  ["enough was asked for", { load: 100, paranoia: paranoia(1), resources: cpu("200m") }, 1, undefined],
  [
    "a limit stands for the request",
    { load: 100, paranoia: paranoia(1), resources: cpu(undefined, "0.2") },
    1,
    undefined,
  ],
  [
    "a level more is looked for",
    { load: 100, paranoia: paranoia(2), resources: cpu("200m") },
    1,
    { got: "200m" },
  ],
  ["nothing was asked for", { load: 1, resources: cpu() }, 1, { got: "nothing" }],
  ["nothing was asked for, and it would not do", { load: 1000, resources: cpu() }, 1, { got: "nothing" }],
  ["no pods are known", { load: 40, paranoia: paranoia(1) }, 0, undefined],
  [
    "one process cannot carry it",
    { load: 1000, paranoia: paranoia(1), resources: cpu("4") },
    1,
    {
      rule: expect.stringContaining("one processor at most"),
      got: "4",
      fix: "run at least 2 pods",
    },
  ],
])("judgeLoad() where %s", (_name, parts, pods, found) => {
  const broken = judgeLoad(wafSpec(parts), pods);
  if (found === undefined) expect(broken).toBeUndefined();
  else expect(broken).toMatchObject(found);
});
