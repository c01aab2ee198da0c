import { z } from "zod";
import { checkSetNames, checkSets } from "../components/core/checks/sets";
import type { CheckRequest, CheckSpec, Question } from "../components/core/checks/spec";
import { checkUses } from "../components/core/checks/spec";
import { mayCarrySecrets } from "../components/core/access/secure-address";
import { duration, flag, list, mapping, oneOf, text, told, whole } from "./field";
import { secretName } from "./schema-token";

const pattern = () =>
  text("be a regular expression").refine(
    (value) => {
      try {
        return new RegExp(value, "i") instanceof RegExp;
      } catch {
        return false;
      }
    },
    { error: "be a regular expression" },
  );

const number = () => z.number({ error: "be a number" });

const expectation = mapping("checks.requests.expect", {
  status: told(
    "status codes that are accepted",
    list(whole(100, 599), "be a list of status codes", 1).default([200]),
  ),
  headers: told(
    "regular expressions that headers match, without regard to case",
    z.record(z.string(), pattern(), { error: "be a mapping of headers to regular expressions" }).optional(),
  ),
  contains: told("text that the body has", text("be a text").optional()),
  lacks: told("regular expression that the body does not match", pattern().optional()),
  json: told(
    "values by path in a JSON body, such as `data.items[0].id: 7`",
    z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]), {
        error: "be a mapping of paths to texts, numbers, true, false or null",
      })
      .optional(),
  ),
  within: told(
    "longest time until the whole answer",
    text('be a time such as "300ms" or "2s"', /^\d{1,5}(ms|s)$/).optional(),
  ),
  tls: told("whether the certificate must be valid", flag().default(false)),
});

const request = mapping("checks.requests", {
  url: told(
    "path on the track, by its probe rule; or a whole address, which has no track",
    text('be a path that starts with "/", or an http(s) URL', /^(\/\S*|https?:\/\/\S+)$/),
  ),
  method: told("method", oneOf(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]).default("GET")),
  headers: told(
    "headers without secrets",
    z.record(z.string(), text("be a text"), { error: "be a mapping of headers to texts" }).optional(),
  ),
  headersFrom: told(
    "further headers, each with the environment variable, or file, that has its value",
    z.record(z.string(), secretName(), { error: "be a mapping of headers to variables or files" }).optional(),
  ),
  body: told("body", z.string({ error: "be a text" }).optional()),
  /** @default - status 200 */
  expect: expectation.prefault({}),
});

const webhook = mapping("checks.webhook", {
  url: told(
    "address that is asked by POST",
    text("be an https URL", /^https?:\/\/\S+$/).refine(mayCarrySecrets, { error: "be an https URL" }),
  ),
  secretFrom: told("environment variable, or file, with the secret that signs it", secretName().optional()),
});

const promql = mapping("checks.promql", {
  query: told(
    "PromQL on one line",
    text("be PromQL on one line, at most 1000 characters", /^(?=.*\S).{1,1000}$/),
  ),
  max: told("most that each series may have", number().optional()),
  min: told("least that each series must have; one of both is set", number().optional()),
});

const statement = mapping("checks.statement", {
  text: told("what is stated", text("be a text")),
  owner: told("who answers for it", text("be a text")),
  signedBy: told("who signed it off; the check fails without", text("be a text").optional(), "nobody"),
  expires: told(
    "end of its validity",
    text(
      'be a time with zone, for example "2027-03-01T00:00:00Z"',
      /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/,
    ).refine((value) => !Number.isNaN(Date.parse(value)), { error: "be a time that exists" }),
  ),
});

const kinds = ["requests", "set", "webhook", "promql", "statement"] as const;

const check = mapping("checks", {
  name: told(
    "names it in messages",
    text("be letters, digits and dashes, at most 40", /^[A-Za-z][\w-]{0,39}$/),
  ),
  at: told(
    "where it is asked: before traffic, after a promotion (on stable), after an abort or rollback (on stable)",
    list(oneOf(checkUses), "be a list of gate, promoted, aborted", 1).default([...checkUses]),
  ),
  timeout: told("longest time of each request", duration("10s").prefault("5s")),
  stable: told(
    "requests: what stable shows before traffic; `fails` is the proof of a repair, and is not asked after a way back",
    oneOf(["passes", "fails"]).optional(),
    "stable is not asked",
  ),
  requests: told("requests, one after the other", list(request, "be a list of { url, … }", 1).optional()),
  set: told(
    `a ready set of requests: ${checkSetNames.map((name) => `\`${name}\``).join(", ")}`,
    oneOf(checkSetNames).optional(),
  ),
  webhook: webhook.optional(),
  promql: promql.optional(),
  statement: statement.optional(),
});

type Check = z.output<typeof check>;

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
  const onTrack = one.set !== undefined || (requests.length > 0 && addresses.length === 0);
  if (stable !== undefined && !onTrack) yield ["stable", "be left out where no track is asked"];
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

const toMs = (time: string): number => Number.parseInt(time, 10) * (time.endsWith("ms") ? 1 : 1000);

function toRequest({
  expect: { within, ...expect },
  ...rest
}: NonNullable<Check["requests"]>[number]): CheckRequest {
  return { ...rest, expect: { ...expect, ...(within === undefined ? {} : { withinMs: toMs(within) }) } };
}

function toQuestion(one: Check, traffic: { readonly probePath: string; readonly scheme: string }): Question {
  const { requests, set, webhook: hook, promql: query, statement: said, stable } = one;
  if (hook !== undefined) return { kind: "webhook", ...hook };
  if (query !== undefined) return { kind: "promql", ...query };
  if (said !== undefined) {
    const { expires, ...rest } = said;
    return { kind: "statement", ...rest, expiresSeconds: Date.parse(expires) / 1000 };
  }
  const ready = set === undefined ? [] : checkSets[set].requests(traffic.probePath, traffic.scheme);
  const all = [...ready, ...(requests ?? []).map(toRequest)];
  return { kind: "requests", requests: all, ...(stable === undefined ? {} : { stable }) };
}

/** The checks as the providers get them. */
export function toCheckSpecs(
  checks: z.output<typeof checksSchema>,
  traffic: { readonly probePath: string; readonly scheme: string },
): readonly CheckSpec[] {
  return checks.map((one) => ({
    name: one.name,
    uses: one.at,
    timeoutMs: one.timeout * 1000,
    question: toQuestion(one, traffic),
  }));
}
