import { z } from "zod";
import { isSelector, unknownPlaceholders } from "../../components/core/sources/metric-query";
import { splitSelector, usualQuery } from "../../components/core/sources/query";
import { list, mapping, oneOf, text, told } from "../fields/field";
import { toBoundSeconds } from "../metrics/bound";

const labelName = () => text("be the name of a label", /^[A-Za-z_]\w*$/);

/** A regular expression of a whole value. */
const value = (track: string) =>
  told(
    `its values for ${track}, a regular expression of the whole value with \`{{app}}\` and \`{{namespace}}\``,
    z
      .string({ error: "be a regular expression" })
      .refine(
        (one) => {
          try {
            return one !== "" && new RegExp(one.replaceAll("{{", "").replaceAll("}}", "")) instanceof RegExp;
          } catch {
            return false;
          }
        },
        { error: "be a regular expression" },
      )
      .refine((one) => unknownPlaceholders(one).length === 0, {
        error: "have no placeholders but {{namespace}} and {{app}}",
      })
      .optional(),
    `\`${track}\`, \`<app>-${track}\`, or a pod of it`,
  );

/** `sluice:analysis.query`: counters that a person names. */
export const querySchema = mapping("analysis.query", {
  requests: told(
    "selector of the counter of requests, with `{{namespace}}` and `{{app}}`; nothing around it",
    text('be a selector of one metric, such as http_requests_total{app="{{app}}"}')
      .refine((one) => isSelector(one) && splitSelector(one) !== undefined, {
        error: 'be a selector of one metric, such as http_requests_total{app="{{app}}"}',
      })
      .refine((one) => unknownPlaceholders(one).length === 0, {
        error: "have no placeholders but {{namespace}} and {{app}}",
      })
      .default(usualQuery.requests),
  ),
  track: mapping("analysis.query.track", {
    label: told("label that tells the track", labelName().default(usualQuery.track.label)),
    stable: value("stable"),
    canary: value("canary"),
  }).prefault({}),
  status: told("label with the status", labelName().optional(), "any label that usually has it"),
  protocol: told("language of the status", oneOf(["http", "grpc"]).optional(), "whichever it looks like"),
  route: told("label with the route", labelName().optional(), "any label that usually has it"),
  countedBy: told(
    "who counts: `backend` is something in front of the app, whose silence is 0 requests; `pod` the app's pods",
    oneOf(["backend", "pod"]).default(usualQuery.countedBy),
  ),
  /** @default - durations are not read */
  durations: mapping("analysis.query.durations", {
    histogram: told(
      "histogram with the labels of the counter, without `_bucket`",
      text("be the name of a histogram", /^[A-Za-z_:][\w:]*$/),
    ),
    unit: told("unit of its bounds", oneOf(["s", "ms"]).default("s")),
    bounds: told(
      "buckets that it has, of which the last one is slow",
      list(
        text('be durations such as "250ms" or "1s"', /^\d{1,6}(ms|s)$/),
        'be a list of durations such as "250ms"',
        1,
      ).max(20, { error: "be at most 20 durations" }),
    ),
  })
    .transform(({ histogram, unit, bounds }) => ({
      histogram,
      perSecond: unit === "ms" ? (1000 as const) : (1 as const),
      boundsSeconds: bounds.map(toBoundSeconds),
    }))
    .check((context) => {
      const { boundsSeconds } = context.value;
      if (boundsSeconds.every((bound, i) => bound > (boundsSeconds[i - 1] ?? 0))) return;
      const message = "be above 0 and ascending";
      context.issues.push({ code: "custom", path: ["bounds"], message, input: boundsSeconds });
    })
    .optional(),
});
