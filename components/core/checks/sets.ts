import { matchPodNames } from "../sources/pods";
import type { CheckRequest, CheckUse, Question } from "./spec";

/** Traces of a program's inside, as common languages print them. */
const traces =
  "\\bat [\\w$.<>]+ ?\\([^)]*:\\d+|Traceback \\(most recent call last\\)|Exception in thread|goroutine \\d+ \\[|\\.go:\\d+ \\+0x";

/** Path that no app has. */
const nowhere = "/.well-known/sluice-not-there";

/** Value of a header by which an answer is found again. */
const correlation = "sluice-check-0b1d6a52";

/** Tokens that nobody signed, `{"sub":"sluice","exp":4102444800}`: they are valid until 2100 but for that. */
const claims = "eyJzdWIiOiJzbHVpY2UiLCJleHAiOjQxMDI0NDQ4MDB9";
const unsigned = `eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.${claims}.`;
const wrongKey = `eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.${claims}.${"c2x1aWNl".repeat(43)}`;

/** Inputs of ready sets, by the name that a person writes. */
export interface SetInputs {
  readonly path?: string | undefined;
  readonly url?: string | undefined;
  readonly status?: number | undefined;
  readonly expiredFrom?: string | undefined;
  readonly correlation?: string | undefined;
  readonly kid?: string | undefined;
  readonly maxAge?: number | undefined;
  readonly requests?: number | undefined;
  readonly trace?: string | undefined;
  readonly instance?: string | undefined;
  readonly policies?: readonly string[] | undefined;
  readonly within?: number | undefined;
  readonly service?: string | undefined;
}

/** App that a set is about. */
export interface SetPlace {
  readonly app: string;
  readonly namespace: string;
  readonly probePath: string;
  readonly scheme: string;
}

/** A ready set: a question with its expectations. */
export interface CheckSet {
  /** Fact that it shows, for people. */
  readonly about: string;
  /** Inputs without which it cannot be asked. */
  readonly needs: readonly (keyof SetInputs)[];
  /** Further inputs that it takes. */
  readonly takes: readonly (keyof SetInputs)[];
  /** Places where it may be asked. @default all */
  readonly uses?: readonly CheckUse[];
  readonly ask: (inputs: SetInputs, place: SetPlace) => Question;
}

const get = (
  url: string,
  expect: CheckRequest["expect"],
  more: Partial<CheckRequest> = {},
): CheckRequest => ({
  url,
  method: "GET",
  expect,
  ...more,
});

const asRequests = (...requests: readonly CheckRequest[]): Question => ({ kind: "requests", requests });

const falcoEvents = "falcosecurity_falcosidekick_falco_events_total";

/** Ready sets of questions, by name: the one list. */
export const checkSets = {
  headers: {
    about: "the app's answers forbid guessing of types and, by https, demand https from then on",
    needs: [],
    takes: [],
    ask: (_, { probePath, scheme }) => {
      const always = { "x-content-type-options": "^nosniff$" };
      const secure = scheme === "https" ? { "strict-transport-security": "max-age=[1-9]" } : {};
      return asRequests(get(probePath, { status: [200, 204], headers: { ...always, ...secure } }));
    },
  },
  errors: {
    about:
      "an answer to what is not there shows nothing of the program's inside, and has the request's id in the header `correlation`, where one is named",
    needs: [],
    takes: ["correlation"],
    ask: ({ correlation: header }) => {
      const echo = header === undefined ? {} : { headers: { [header]: `^${correlation}$` } };
      const sent = header === undefined ? {} : { headers: { [header]: correlation } };
      return asRequests(get(nowhere, { status: [400, 401, 403, 404, 410], lacks: traces, ...echo }, sent));
    },
  },
  tls: {
    about: "the certificate is valid for the host",
    needs: [],
    takes: [],
    ask: (_, { probePath }) =>
      asRequests(get(probePath, { status: [200, 204, 301, 302, 401, 403], tls: true })),
  },
  "auth-negative": {
    about:
      "`path` rejects all with the same `status` (401): no token, one that says `alg: none`, one of another key, and the expired one in the variable or file `expiredFrom`",
    needs: ["path", "expiredFrom"],
    takes: ["status"],
    ask: ({ path = "", expiredFrom = "", status = 401 }) => {
      const expect = { status: [status] };
      const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
      return asRequests(
        get(path, expect),
        get(path, expect, bearer(unsigned)),
        get(path, expect, bearer(wrongKey)),
        get(path, expect, { headersFrom: { authorization: expiredFrom } }),
      );
    },
  },
  jwks: {
    about:
      "the key set at `url` has the active key `kid`, and may be kept for `maxAge` at most, the time in which both keys are valid",
    needs: ["url", "kid", "maxAge"],
    takes: [],
    ask: ({ url = "", kid = "", maxAge }) =>
      asRequests(get(url, { status: [200], json: { "keys[*].kid": kid }, maxAgeSeconds: maxAge })),
  },
  "rate-limit": {
    about:
      "of `requests` (200) to `url` some are denied by 429, as many with an `X-Forwarded-For` of their own among them; not before traffic, since Sluice's own probes come from the same address",
    needs: ["url"],
    takes: ["requests"],
    uses: ["promoted", "aborted"],
    ask: ({ url = "", requests = 200 }) => ({ kind: "burst", url, requests }),
  },
  logs: {
    about:
      "a secret sent to `path` (`traffic.probePath`) is in no pod's log, and the request's id in the header `trace` is in one",
    needs: ["trace"],
    takes: ["path"],
    ask: ({ trace = "", path }, { probePath }) => ({ kind: "logs", trace, path: path ?? probePath }),
  },
  "grpc-health": {
    about:
      "the track's pods answer SERVING for `service`, or for the server as a whole, where a GRPCRoute is split",
    needs: [],
    takes: ["service"],
    ask: ({ service }) => ({ kind: "health", service }),
  },
  falco: {
    about:
      "Falco saw nothing of priority Warning or above in the app's pods for `within` (15m), by the counters of Falcosidekick",
    needs: [],
    takes: ["within"],
    ask: ({ within = 900 }, { app, namespace }) => {
      // Those of its tracks and of the Jobs that run for it, not those of an app whose name goes on.
      const pods = `${matchPodNames({ app })}|${app}-(migrate|check)-.+`;
      const own = `${falcoEvents}{k8s_ns_name="${namespace}",k8s_pod_name=~"${pods}",priority_raw=~"emergency|alert|critical|error|warning"}`;
      // A counter's first value is no increase, and what never saw anything must still be there.
      const query = `sum((${own} unless ${own} offset ${within}s) or increase(${own}[${within}s])) or 0 * sum(falcosecurity_falcosidekick_inputs_total)`;
      return { kind: "promql", query, max: 0 };
    },
  },
  kyverno: {
    about: "no policy, or none of `policies`, failed for the track's Deployment and pods, by policy reports",
    needs: [],
    takes: ["policies"],
    ask: ({ policies }) => ({ kind: "policy", policies }),
  },
  synthetics: {
    about:
      "each region's blackbox exporter reached `instance`, a regular expression of its label: the last `probe_success` is 1",
    needs: ["instance"],
    takes: [],
    ask: ({ instance = "" }) => ({
      kind: "promql",
      query: `probe_success{instance=~${JSON.stringify(instance)}}`,
      min: 1,
    }),
  },
} as const satisfies Readonly<Record<string, CheckSet>>;

/** Name of one of {@link checkSets}. */
export type CheckSetName = keyof typeof checkSets;

/** Names of {@link checkSets}. */
export const checkSetNames = Object.keys(checkSets) as [CheckSetName, ...CheckSetName[]];
