import type { z } from "zod";
import { checkSetNames, checkSets } from "../../components/core/checks/sets";
import type { CheckSet, SetPlace } from "../../components/core/checks/sets";
import type { CheckRequest, CheckSpec, CheckUse, Question } from "../../components/core/checks/spec";
import { checkUses, usualUses } from "../../components/core/checks/spec";
import { given } from "../../components/core/given";
import { findItem } from "../../components/core/preflight/items";
import { configuredRouter } from "../settings/configured-router";
import { duration, flag, list, mapping, oneOf, text, told } from "../fields/field";
import {
  inputsSchema,
  jobSchema,
  objectSchema,
  policySchema,
  promqlSchema,
  requestSchema,
  statementSchema,
  webhookSchema,
} from "./check-kinds";
import type { EnvironmentConfig } from "./schema";
import type { SettingProblem } from "../settings/setting-problem";

const kinds = ["requests", "set", "webhook", "promql", "object", "policy", "job", "statement"] as const;

const check = mapping("checks", {
  name: told(
    "names it in messages",
    text("be letters, digits and dashes, at most 40", /^[A-Za-z][\w-]{0,39}$/),
  ),
  at: told(
    "where it is asked: by `sluice preflight` (which also asks what is asked before traffic), before traffic, after a promotion (on stable), after an abort or rollback (on stable)",
    list(oneOf(checkUses), `be a list of ${checkUses.join(", ")}`, 1).optional(),
    "gate, promoted, aborted; for the set rate-limit not gate",
  ),
  item: told(
    "[item of the preflight](preflight.md#items) that it answers in place of a person",
    text("be an item of docs/reference/preflight.md that is asked before a release").optional(),
    "none: it is one of those that item `checks` is about",
  ),
  timeout: told("longest time of each request", duration("10s").prefault("5s")),
  stable: told(
    "requests: what stable shows before traffic; `fails` is the proof of a repair, and is not asked after a way back",
    oneOf(["passes", "fails"]).optional(),
    "stable is not asked",
  ),
  trial: told(
    "[on trial](../how-to/trials.md): it is asked at each stage and told, and decides nothing",
    flag().default(false),
  ),
  requests: told(
    "requests, one after the other",
    list(requestSchema, "be a list of { url, … }", 1).optional(),
  ),
  set: told(
    `a ready set: ${checkSetNames.map((name) => `\`${name}\``).join(", ")}`,
    oneOf(checkSetNames).optional(),
  ),
  /** @default - none */
  with: inputsSchema.optional(),
  webhook: webhookSchema.optional(),
  promql: promqlSchema.optional(),
  object: objectSchema.optional(),
  policy: policySchema.optional(),
  job: jobSchema.optional(),
  statement: statementSchema.optional(),
});

type Check = z.output<typeof check>;

function* findSetProblems(
  { set: name, with: inputs = {}, at, stable }: Check,
  { needs, takes, uses, ask }: CheckSet,
): Generator<readonly [key: string, rule: string]> {
  const named = Object.entries(inputs).filter(([, value]) => value !== undefined);
  const missing = needs.filter((key) => inputs[key] === undefined);
  if (missing.length > 0) yield ["with", `have ${missing.join(", ")} for set ${name}`];
  const known: readonly string[] = [...needs, ...takes];
  const strange = named.filter(([key]) => !known.includes(key)).map(([key]) => key);
  if (strange.length > 0) yield ["with", `be without ${strange.join(", ")}, which set ${name} does not take`];
  if (uses !== undefined && at?.some((use) => !uses.includes(use)) === true)
    yield ["at", `be ${uses.join(" or ")} for set ${name}`];
  const place = { app: "", namespace: "", probePath: "/", scheme: "http" };
  if (stable !== undefined && ask(inputs, place).kind !== "requests")
    yield ["stable", "be left out where no request is sent"];
}

/** Problems of a check that answers an item of the preflight. */
function* findItemProblems(
  { at, trial, job, statement, set, stable }: Check,
  item: string,
): Generator<readonly [key: string, rule: string]> {
  const known = findItem(item);
  if (known === undefined || known.after !== undefined)
    yield ["item", "be an item of docs/reference/preflight.md that is asked before a release"];
  if (trial || job !== undefined || statement !== undefined || stable !== undefined)
    yield ["item", "be left out with trial, job, statement or stable"];
  const isAsked = (at ?? usesOf({ set })).some((use) => use === "preflight" || use === "gate");
  if (!isAsked)
    yield ["item", "be left out of a check that no preflight asks: its at has neither preflight nor gate"];
}

function* findProblems(
  one: Check,
  before: readonly Check[],
): Generator<readonly [key: string, rule: string]> {
  const asked = kinds.filter((kind) => one[kind] !== undefined);
  if (before.some(({ name }) => name === one.name)) yield ["name", "be unique"];
  if (asked.length !== 1) yield ["name", `have exactly one of ${kinds.join(", ")}`];
  const { requests = [], promql: query, stable } = one;
  const addresses = requests.filter(({ url }) => url.startsWith("http"));
  if (addresses.length > 0 && addresses.length < requests.length)
    yield ["requests", "have paths only, or whole addresses only"];
  if (requests.length > 5) yield ["requests", "be at most 5 requests"];
  const set: CheckSet | undefined = one.set === undefined ? undefined : checkSets[one.set];
  if (set !== undefined) yield* findSetProblems(one, set);
  else if (one.with !== undefined) yield ["with", "be left out without set"];
  const onTrack = set !== undefined || (requests.length > 0 && addresses.length === 0);
  if (stable !== undefined && !onTrack) yield ["stable", "be left out where no track is asked"];
  if (one.trial && (one.job !== undefined || one.statement !== undefined))
    yield ["trial", "be left out with job or statement"];
  if (one.item !== undefined) yield* findItemProblems(one, one.item);
  if (one.trial && one.at !== undefined) yield ["at", "be left out with trial: it is asked at each stage"];
  if (query !== undefined && query.max === undefined && query.min === undefined)
    yield ["promql", "have max, min or both"];
}

/** `sluice:checks`: what is asked before traffic, and after a promotion, abort or rollback. */
export const checksSchema = list(check, "be a list of { name, … }")
  .max(30, { error: "be at most 30 checks" })
  .check((context) => {
    for (const [index, one] of context.value.entries()) {
      for (const [key, message] of findProblems(one, context.value.slice(0, index))) {
        const input = (one as Readonly<Record<string, unknown>>)[key];
        context.issues.push({ code: "custom", path: [index, key], message, input });
      }
    }
  });

/** Health calls of a router that splits no calls. */
export function findHealthProblems({ checks, traffic }: EnvironmentConfig): readonly SettingProblem[] {
  if (configuredRouter(traffic).isOfCalls === true) return [];
  return (checks ?? []).flatMap((one, at) =>
    one.set === "grpc-health"
      ? [
          {
            path: ["checks", at, "set"],
            message: "be another one but with a GRPCRoute in sluice:traffic.from, by which health calls go",
            input: one.set,
          },
        ]
      : [],
  );
}

const toMs = (time: string): number => Number.parseInt(time, 10) * (time.endsWith("ms") ? 1 : 1000);

function toRequest({
  expect: { within, ...expect },
  ...rest
}: NonNullable<Check["requests"]>[number]): CheckRequest {
  return { ...rest, expect: { ...expect, ...(within === undefined ? {} : { withinMs: toMs(within) }) } };
}

function toQuestion(one: Check, place: SetPlace): Question {
  const { requests = [], set, with: inputs = {}, stable, object, policy, job } = one;
  const { webhook: hook, promql: query, statement: said } = one;
  if (hook !== undefined) return { kind: "webhook", ...hook };
  if (query !== undefined) return { kind: "promql", ...query };
  if (said !== undefined) {
    const { expires, ...rest } = said;
    return { kind: "statement", ...rest, expiresSeconds: Date.parse(expires) / 1000 };
  }
  if (object !== undefined) {
    const { kind, newerThan, lasts, ...rest } = object;
    const limits = { ...given("newerThanSeconds", newerThan), ...given("lastsSeconds", lasts) };
    return { kind: "object", of: kind, ...rest, ...limits };
  }
  if (policy !== undefined) return { kind: "policy", ...policy };
  if (job !== undefined) {
    const { deadline, ...rest } = job;
    return { kind: "job", ...rest, deadlineSeconds: deadline };
  }
  const question: Question =
    set === undefined
      ? { kind: "requests", requests: requests.map(toRequest) }
      : checkSets[set].ask(inputs, place);
  return { ...question, ...given("stable", stable) };
}

function usesOf({ set: name }: Pick<Check, "set">): readonly CheckUse[] {
  const set: CheckSet | undefined = name === undefined ? undefined : checkSets[name];
  return set?.uses ?? usualUses;
}

/** The checks as the providers get them. */
export function toCheckSpecs(checks: z.output<typeof checksSchema>, place: SetPlace): readonly CheckSpec[] {
  return checks.map((one) => ({
    name: one.name,
    uses: one.trial ? ["gate"] : (one.at ?? usesOf(one)),
    timeoutMs: one.timeout * 1000,
    ...given("item", one.item),
    question: toQuestion(one, place),
  }));
}
