import { events } from "./events";
import type { MetricKind } from "./metric-kind";

/** Events that have their codes already. */
function preset(about: string, codes: readonly number[]): MetricKind {
  return {
    about: `${about}, compared with stable's; events`,
    keys: ["toleratedRatio"],
    findProblems: () => [],
    toRule: (metric, source) => events.toRule({ ...metric, codes }, source),
  };
}

/** Answers 4xx that are neither a missing login nor a limit. */
export const clientErrors = preset(
  "answers 4xx but 401 and 429",
  Array.from({ length: 100 }, (_, nth) => 400 + nth).filter((code) => code !== 401 && code !== 429),
);

/** Answers that demand a login. */
export const authentication = preset("answers 401 and 407", [401, 407]);

/** Answers of a rate limit. */
export const rateLimited = preset("answers 429", [429]);

/** Reports of browsers on what a page's Content-Security-Policy forbids. */
export const csp: MetricKind = {
  about:
    "violations of the Content-Security-Policy that browsers report, by the counter `csp_violations_total` or another one, compared with stable's; events",
  keys: ["query", "toleratedRatio"],
  findProblems: ({ query }) => (query === undefined ? [] : events.findProblems({ name: "csp", query })),
  toRule: ({ query = 'csp_violations_total{namespace="{{namespace}}"}', ...rest }, source) =>
    events.toRule({ ...rest, query }, source),
};
