import { isStageKey } from "../../components/core/stage/exposure";
import { isReservedHeader, matchHeader } from "../../components/core/stage/match-terms";
import type { MatchTerms } from "../../components/core/stage/match-terms";
import { copiedMethods } from "../../components/core/stage/mirror-terms";
import type { z } from "zod";
import { duration, flag, list, mapping, oneOf, text, told, whole } from "../fields/field";

const stagesRule = "be a list of { weight, soak }, weights increasing and the last one 100%";

/** Printable, and without the quote that Traefik's rules have. */
const value = (rule: string) => text(rule, /^[!-_a-~]([ -_a-~]{0,198}[!-_a-~])?$/);

/** Whether a text is a regular expression at all. */
function isExpression(expression: string): boolean {
  try {
    return new RegExp(expression).source !== "";
  } catch {
    return false;
  }
}

/** No more than routers have, and in a cookie nothing that reads into the one behind it. */
function explainExpression({ on, by, value: expression }: MatchTerms): string | undefined {
  if (by !== "regex")
    return on === "cookie" && /[;, ]/.test(expression) ? "have no space, comma or semicolon" : undefined;
  const own = /^(?:[A-Za-z0-9_|()?*+{},-]|\[[A-Za-z0-9_-]+\]|\\[dw.-])+$/;
  if (on === "cookie" && !own.test(expression))
    return String.raw`be made of letters, digits, \d, \w, [a-z], groups and repetitions only, which read no other cookie`;
  if (!isExpression(expression)) return "be a regular expression";
  return /\(\?(?!:)|\\[1-9k]/.test(expression)
    ? "be a regular expression of RE2: without lookaround and references"
    : undefined;
}

const match = mapping("stages.match", {
  header: told("header of the request", text("be the name of a header", matchHeader).optional()),
  cookie: told("cookie of the request", text("be the name of a cookie", /^[A-Za-z0-9_-]{1,64}$/).optional()),
  exact: told("its whole value", value("be a value").optional()),
  prefix: told("the beginning of its value", value("be the beginning of a value").optional()),
  regex: told("a regular expression (RE2) of its whole value", value("be a regular expression").optional()),
}).transform((given, context): MatchTerms => {
  const ons = (["header", "cookie"] as const).filter((key) => given[key] !== undefined);
  const bys = (["exact", "prefix", "regex"] as const).filter((key) => given[key] !== undefined);
  const refuse = (path: string[], message: string): void => {
    context.issues.push({ code: "custom", path, message, input: given });
  };
  const [on, by] = [ons[0] ?? "header", bys[0] ?? "exact"];
  if (ons.length !== 1) refuse([], "have one of header and cookie");
  if (bys.length !== 1) refuse([], "have one of exact, prefix and regex");
  const terms = { on, name: given[on] ?? "", by, value: given[by] ?? "" };
  if (on === "header" && isReservedHeader(terms.name))
    refuse([on], "be a header of the app's own; a cookie has a key of its own");
  const problem = explainExpression(terms);
  if (problem !== undefined) refuse([by], problem);
  return terms;
});

const mirror = mapping("stages.mirror", {
  percent: told("share of these requests that is copied", whole(1, 100, "percent").default(10)),
  repeatable: told(
    "methods whose requests do no harm when the canary gets them a second time, as you state: a copy writes like any other request",
    list(oneOf(copiedMethods), `be a list of methods, such as [GET, HEAD]`, 1),
  ),
});

const stage = mapping("stages", {
  weight: told(
    "percent of requests on the canary",
    whole(1, 100, "percent").optional(),
    "0 with `match` or `mirror`",
  ),
  mirror: told(
    "instead of a weight, in the first stage: copies of requests reach the canary, and nobody gets its answers",
    mirror.optional(),
  ),
  match: told(
    "instead of a weight, before all weights: requests with this header or cookie reach the canary, and no others",
    match.optional(),
  ),
  name: told(
    "name of a match or mirror, which ends the name of its stack",
    text('be lower-case letters, digits and "-", at most 20, beginning with a letter', /^[a-z]/)
      .refine(isStageKey, {
        error: 'be lower-case letters, digits and "-", at most 20, beginning with a letter',
      })
      .optional(),
    "`match` or `mirror`",
  ),
  soak: told("least time at this weight; the verdict may need longer", duration("24h").prefault("10m")),
  checksFor: told(
    "with strategy `blue-green`: time at weight 0 in which each check passes again and again, before all requests move",
    duration("24h").optional(),
    "5m with strategy `blue-green`",
  ),
  deadline: told(
    "longest time at this weight, then it is held",
    duration("7d").optional(),
    "four times what the verdict is predicted to need, at least 30m",
  ),
  approval: told("whether a person has to approve it first, by `sluice approve`", flag().optional(), "false"),
});

/** Key of a match or mirror, which ends the name of its stack. */
export const nameOf = ({ name, mirror: copies }: Pick<z.infer<typeof stage>, "name" | "mirror">): string =>
  name ?? (copies === undefined ? "match" : "mirror");

/** `sluice:stages`: who reaches the canary, step by step. */
export const stagesSchema = list(stage, stagesRule, 1).check((context) => {
  const stages = context.value;
  const refuse = (index: number, key: string, rule: string, got: unknown): void => {
    context.issues.push({ code: "custom", path: [index, key], message: rule, input: got });
  };
  for (const [index, given] of stages.entries()) {
    const { weight, match: terms, mirror: copies } = given;
    if ([weight, terms, copies].filter((one) => one !== undefined).length !== 1)
      refuse(index, "weight", "be set, or match or mirror in its place, and not two of them", weight);
    if (copies !== undefined && index > 0)
      refuse(index, "mirror", "be in the first stage: what users meet comes after it", copies.percent);
    const isBehindMirror = index === 1 && stages[0]?.mirror !== undefined;
    if (terms !== undefined && index > 0 && !isBehindMirror)
      refuse(index, "match", "be in the first stage, but for a mirror: weights come after it", terms.name);
    if (terms !== undefined && isBehindMirror && nameOf(given) === nameOf(stages[0] as typeof given))
      refuse(index, "name", "not be the mirror's", nameOf(given));
    const before = stages[index - 1]?.weight;
    if (before !== undefined && weight !== undefined && weight <= before) {
      refuse(index, "weight", `be greater than stages[${index - 1}].weight (${before}%)`, weight);
    }
  }
  const last = stages.length - 1;
  const weight = stages[last]?.weight;
  if (last >= 0 && weight !== 100) refuse(last, "weight", "be 100% in the last stage", weight);
});
