import { sources } from "../../../components/core/sources/sources";
import { metricKindNames, metricKinds } from "../../../stacks/metrics/metric-kinds";
import { configWith } from "../../support/environment";

const ruleKinds = ["latency", "events", "gauge", "log"];

/** Kind of rule that a metric becomes: its own; a preset, which has a name of its own, becomes one of them. */
const ruleKindOf = (kind: string): unknown =>
  ruleKinds.includes(kind) ? kind : expect.stringMatching(new RegExp(`^(${ruleKinds.join("|")})$`));

test.each(metricKindNames)("a metric of kind %s becomes a rule, and no other key is taken", (kind) => {
  const { keys, about, toRule } = metricKinds[kind];
  expect(about).not.toBe("");
  const queries = { stable: "up", canary: "up" };
  const values = { query: "up", limit: 1, codes: [429], bounds: ["1s"], queries, lines: "x" };
  expect(toRule({ name: "x", ...values }, sources.traefik)).toMatchObject({
    kind: ruleKindOf(kind),
    name: "x",
  });
  const foreign = Object.keys(values).find((key) => !(keys as readonly string[]).includes(key)) as string;
  const one = JSON.stringify({ name: "x", kind, ...values });
  expect(() => configWith({ analysis: `{ prometheus: "http://p", metrics: [${one}] }` })).toThrow(
    new RegExp(`sluice:analysis\\.metrics\\[0\\]\\.${foreign} must not be set for kind "${kind}"`),
  );
});
