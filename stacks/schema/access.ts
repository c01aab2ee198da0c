import { z } from "zod";
import { mayCarrySecrets } from "../../components/core/access/secure-address";
import { mapping, text, told } from "../fields/field";
import { secretName } from "./token";

/** `sluice:analysis.basic`: user and password of a direct address. */
export const basicSchema = mapping("analysis.basic", {
  user: told(
    "user, for a URL; `basic` itself is left out otherwise",
    text("be a user name without colon", /^[^:\s]+$/),
  ),
  passwordFrom: told("its password, named like `tokenFrom`", secretName()),
});

/** `sluice:analysis.sigv4`: requests are signed for AWS. */
export const sigv4Schema = mapping("analysis.sigv4", {
  region: told(
    "region for which requests are signed for AWS; `sigv4` itself is left out otherwise",
    text("be a region of AWS, for example eu-west-1", /^[a-z0-9-]+$/),
  ),
  service: told(
    "service for which they are signed",
    text("be the name of a service of AWS", /^[a-z0-9-]+$/).default("aps"),
  ),
  profile: told(
    "profile of AWS' own configuration",
    text("be a profile of AWS' own configuration", /^\S+$/).optional(),
    "keys of the environment, else the usual profile",
  ),
});

const headerName = /^(?!(host|connection|content-.*|accept-.*|cookie)$)[\w-]+$/i;

/**
 * `sluice:analysis.headersFrom`: further headers, each with the environment variable, or file, that its value is read
 * from.
 */
export const headersFromSchema = z
  .record(z.string(), secretName(), {
    error: "be a mapping of headers to environment variables or files",
  })
  .check((context) => {
    for (const name of Object.keys(context.value)) {
      if (headerName.test(name)) continue;
      const message = "be the name of a header that is not the connection's own";
      context.issues.push({ code: "custom", path: [name], message, input: context.value });
    }
  });

/** `sluice:analysis.tls`: each an environment variable, or file, with PEM. */
export const tlsSchema = mapping("analysis.tls", {
  ca: told(
    "PEM of the authorities that are trusted, named like `tokenFrom`, for an https URL",
    secretName().optional(),
    "the usual authorities",
  ),
  cert: told("PEM of a client certificate, named like `tokenFrom`", secretName().optional(), "none"),
  key: told("PEM of its key, named like `tokenFrom`", secretName().optional(), "none"),
});

interface Accessed {
  readonly prometheus: string;
  readonly tokenFrom?: unknown;
  readonly basic?: unknown;
  readonly sigv4?: unknown;
  readonly headersFrom?: Readonly<Record<string, string>> | undefined;
  readonly tls?: { readonly cert?: string | undefined; readonly key?: string | undefined } | undefined;
  readonly tenant?: string | undefined;
}

interface AccessProblem {
  readonly path: readonly string[];
  readonly rule: string;
}

/** Of those that let in only one can be sent. */
function findRivals({ tokenFrom, basic, sigv4, headersFrom = {} }: Accessed): AccessProblem[] {
  const own = Object.keys(headersFrom).find((name) => name.toLowerCase() === "authorization");
  const given: (readonly [string, readonly string[], unknown])[] = [
    ["tokenFrom", ["tokenFrom"], tokenFrom],
    ["basic", ["basic"], basic],
    ["sigv4", ["sigv4"], sigv4],
    [`headersFrom.${own}`, ["headersFrom", own ?? ""], own],
  ];
  const [first, ...rest] = given.filter(([, , value]) => value !== undefined);
  return rest.map(([, path]) => ({ path, rule: `not be set together with ${first?.[0]}` }));
}

/** Problems of keys that exclude each other, by key below `sluice:analysis`. */
export function findAccessProblems(analysis: Accessed): readonly AccessProblem[] {
  const { prometheus, tokenFrom, basic, sigv4, headersFrom, tls, tenant } = analysis;
  const isGiven = ([, value]: readonly [string, unknown]): boolean => value !== undefined;
  const secret = Object.entries({ tokenFrom, basic, sigv4, headersFrom }).filter(isGiven);
  const direct = [...secret, ...Object.entries({ tls, tenant }).filter(isGiven)];
  const isService = prometheus.startsWith("service://");
  const problems: AccessProblem[] = isService
    ? direct.map(([key]) => ({
        path: [key],
        rule: "be set with an http(s) URL only: the API server's proxy has credentials of its own",
      }))
    : [];
  problems.push(...findRivals(analysis));
  if (!isService && !mayCarrySecrets(prometheus)) {
    const rule = "be set with an https URL only: plain http can be read on the way";
    problems.push(...secret.map(([key]) => ({ path: [key], rule })));
  }
  if (!isService && tls !== undefined && !prometheus.startsWith("https://")) {
    problems.push({ path: ["tls"], rule: "be set with an https URL only" });
  }
  if ((tls?.cert === undefined) !== (tls?.key === undefined)) {
    problems.push({
      path: ["tls", tls?.cert === undefined ? "cert" : "key"],
      rule: "be set: cert and key go together",
    });
  }
  return problems;
}
