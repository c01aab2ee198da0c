import { z } from "zod";
import { mayCarrySecrets } from "../../components/core/access/secure-address";
import {
  dottedName,
  duration,
  flag,
  list,
  mapping,
  objectName,
  oneOf,
  pinnedImage,
  promql,
  text,
  told,
  urlPath,
  whole,
} from "../fields/field";
import { commandLine } from "./app";
import { secretName } from "./token";
import { time } from "../fields/time";

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

const addressOrPath = () =>
  text('be a path that starts with "/", or an http(s) URL', /^(\/\S*|https?:\/\/\S+)$/);

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

/** `checks[].requests[]` */
export const requestSchema = mapping("checks.requests", {
  url: told("path on the track, by its probe rule; or a whole address, which has no track", addressOrPath()),
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

/** `checks[].webhook` */
export const webhookSchema = mapping("checks.webhook", {
  url: told(
    "address that is asked by POST",
    text("be an https URL", /^https?:\/\/\S+$/).refine(mayCarrySecrets, { error: "be an https URL" }),
  ),
  secretFrom: told("environment variable, or file, with the secret that signs it", secretName().optional()),
});

/** `checks[].promql` */
export const promqlSchema = mapping("checks.promql", {
  query: told("PromQL on one line", promql()),
  max: told("most that each series may have", number().optional()),
  min: told("least that each series must have; one of both is set", number().optional()),
});

/** `checks[].statement` */
export const statementSchema = mapping("checks.statement", {
  text: told("what is stated", text("be a text")),
  owner: told("who answers for it", text("be a text")),
  signedBy: told("who signed it off; the check fails without", text("be a text").optional(), "nobody"),
  expires: told("end of its validity", time("2027-03-01T00:00:00Z")),
});

const isOne = (values: readonly unknown[]): boolean =>
  values.filter((value) => value !== undefined).length === 1;

/** `checks[].object` */
export const objectSchema = mapping("checks.object", {
  apiVersion: told(
    "version of its kind, for example `batch/v1`",
    text("be a version of a kind such as batch/v1", /^[a-z0-9.-]+(\/[a-z0-9]+)?$/),
  ),
  kind: told("kind, for example `CronJob`", text("be a kind such as CronJob", /^[A-Z][A-Za-z0-9]*$/)),
  name: told("name of the object", dottedName()),
  namespace: told("its namespace", objectName().optional(), "the app's"),
  path: told(
    "place of the value, such as `status.lastSuccessfulTime` or `status.conditions[type=Ready].status`",
    text("be a path such as status.phase", /^[^\s.][^\n]*$/),
  ),
  is: told(
    "value that it has; one of `is`, `newerThan` and `lasts` is set",
    z
      .union([z.string(), z.number(), z.boolean()], { error: "be a text, a number, true or false" })
      .optional(),
  ),
  newerThan: told("longest time since the time at the path", duration("400d").optional()),
  lasts: told("shortest time until the time at the path", duration("400d").optional()),
}).check((context) => {
  const { is, newerThan, lasts } = context.value;
  if (isOne([is, newerThan, lasts])) return;
  const message = "have exactly one of is, newerThan, lasts";
  context.issues.push({ code: "custom", path: [], message, input: context.value });
});

/** `checks[].policy` */
export const policySchema = mapping("checks.policy", {
  policies: told(
    "names of the policies whose results count",
    list(text("be the name of a policy"), "be a list of policies", 1).optional(),
    "all",
  ),
});

/** `checks[].job` */
export const jobSchema = mapping("checks.job", {
  image: told("image with digest", pinnedImage()),
  command: told("entry point", commandLine().optional(), "the image's"),
  args: told("its arguments", list(text("be a text", /^/), "be a list of texts", 1).optional(), "none"),
  env: told(
    "variables without secrets, beside Sluice's own",
    z
      .record(z.string(), z.string({ error: "be a text" }), { error: "be a mapping of variables to texts" })
      .default({}),
  ),
  deadline: told("longest time until its end", duration("1h").prefault("5m")),
});

const headerName = () => text("be a header's name", /^[A-Za-z0-9-]+$/);

/** `checks[].with`: inputs of ready sets. */
export const inputsSchema = mapping("checks.with", {
  path: told("`auth-negative`, `logs`: path that is asked", urlPath().optional()),
  url: told("`jwks`, `rate-limit`: path on the public host, or a whole address", addressOrPath().optional()),
  status: told("`auth-negative`: the one status of all rejections", whole(400, 499).optional(), "401"),
  expiredFrom: told(
    "`auth-negative`: variable or file with `Bearer` and a token that has expired",
    secretName().optional(),
  ),
  correlation: told("`errors`: header with the request's id", headerName().optional(), "none"),
  kid: told("`jwks`: id of the active key", text("be the id of a key").optional()),
  maxAge: told("`jwks`: longest time for which a client keeps the keys", duration("30d").optional()),
  requests: told("`rate-limit`: requests of a burst", whole(2, 1000).optional(), "200"),
  trace: told("`logs`: header by which the app's log names a request", headerName().optional()),
  instance: told(
    "`synthetics`: regular expression of the label `instance`",
    text("be a regular expression on one line", /^(?=.*\S).{1,200}$/).optional(),
  ),
  policies: told(
    "`kyverno`: policies whose results count",
    list(text("be the name of a policy"), "be a list of policies", 1).optional(),
    "all",
  ),
  service: told(
    "`grpc-health`: name of the service that is asked for",
    text("be the name of a service of gRPC", /^[\w.-]{1,200}$/).optional(),
    "the server as a whole",
  ),
  within: told("`falco`: time that is looked back at", duration("1d").optional(), "15m"),
});
