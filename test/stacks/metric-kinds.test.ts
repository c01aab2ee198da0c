import { sources } from "../../components/core/sources/sources";
import { metricKindNames, metricKinds } from "../../stacks/metrics/metric-kinds";
import { configWith } from "../support/environment";

/** Kinds of rule that a metric may become; a preset has a name of its own. */
const ruleKinds: unknown = expect.stringMatching(/^(latency|events|gauge)$/);

test.each(metricKindNames)("a metric of kind %s becomes a rule, and no other key is taken", (kind) => {
  const { keys, about, toRule } = metricKinds[kind];
  expect(about).not.toBe("");
  const values = { query: "up", limit: 1, codes: [429], bounds: ["1s"] };
  expect(toRule({ name: "x", ...values }, sources.traefik)).toMatchObject({ kind: ruleKinds, name: "x" });
  const foreign = Object.keys(values).find((key) => !(keys as readonly string[]).includes(key)) as string;
  const one = JSON.stringify({ name: "x", kind, ...values });
  expect(() => configWith({ analysis: `{ prometheus: "http://p", metrics: [${one}] }` })).toThrow(
    new RegExp(`sluice:analysis\\.metrics\\[0\\]\\.${foreign} must not be set for kind "${kind}"`),
  );
});
