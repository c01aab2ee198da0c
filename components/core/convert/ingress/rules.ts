import { given } from "../../given";
import { asObjects, asText, at } from "../../json";
import type { Json, JsonObject } from "../../revision/revision";
import { beside, exact, lost, near } from "../fate";
import type { Fate } from "../fate";
import { findObject } from "../input";
import type { InputObject } from "../input";
import { isTrue } from "../../routers/nginx/annotations";
import { prefix } from "./annotations";

/** Backend of a path, in the newer form or the one before it. */
export interface Backend {
  readonly service: string;
  readonly port: number | string | undefined;
}

/** Rules for hosts that have the same paths. */
export interface HostRules {
  /** Without: every host. */
  readonly hosts: readonly string[];
  readonly rules: readonly JsonObject[];
  readonly services: readonly string[];
}

/** Reads a backend; undefined where it is a resource of another kind. */
export function readBackend(backend: Json | undefined): Backend | undefined {
  const service = asText(at(backend, "service", "name")) ?? asText(at(backend, "serviceName"));
  if (service === undefined) return undefined;
  const port =
    at(backend, "service", "port", "number") ??
    at(backend, "service", "port", "name") ??
    at(backend, "servicePort");
  return { service, port: typeof port === "number" || typeof port === "string" ? port : undefined };
}

/** Number of a Service's port, which a route needs. */
function toPort({ service, port }: Backend, inputs: readonly InputObject[]): number | undefined {
  if (typeof port === "number" || /^\d+$/.test(port ?? "x")) return Number(port);
  const ports = asObjects(at(findObject(inputs, ["Service"], service)?.object, "spec", "ports"));
  const number = ports.find(({ name }) => name === port)?.["port"];
  return typeof number === "number" ? number : undefined;
}

interface Match {
  readonly match: JsonObject;
  readonly fate: Fate;
}

function toMatch(path: JsonObject, at_: string, isRegex: boolean): Match {
  const value = asText(path["path"]) ?? "/";
  const kind = asText(path["pathType"]) ?? "ImplementationSpecific";
  const group = /^(\/[\w/-]*?)\/?\((?:\/\|\$|\.\*)\)(?:\(\.\*\))?$/.exec(value)?.[1];
  if (group !== undefined) {
    const words = `PathPrefix ${group}`;
    return {
      match: { path: { type: "PathPrefix", value: group } },
      fate: beside(value, near(`${at_} path`, words)),
    };
  }
  if (isRegex || /[()[\]*+?^$|\\]/.test(value)) {
    return {
      match: { path: { type: "RegularExpression", value } },
      fate: beside(
        value,
        near(
          `${at_} path`,
          "RegularExpression, in the words of the proxy: some match the whole path, nginx its beginning",
        ),
      ),
    };
  }
  if (kind === "Exact")
    return { match: { path: { type: "Exact", value } }, fate: exact(`${at_} path`, `Exact ${value}`) };
  const prefixed = exact(`${at_} path`, `PathPrefix ${value}`);
  const isLoose = kind === "ImplementationSpecific" && value !== "/";
  return {
    match: { path: { type: "PathPrefix", value } },
    fate: isLoose
      ? near(
          `${at_} path`,
          `PathPrefix ${value}: whole parts of the path, where nginx took ${value}x as well`,
        )
      : prefixed,
  };
}

/** Arguments of a rule for a path of an Ingress. */
interface Extras {
  readonly filters: readonly JsonObject[];
  readonly timeouts: JsonObject;
  readonly inputs: readonly InputObject[];
}

/** Whether a filter takes a prefix of the path away: the API has it only beside a match by prefix. */
const needsPrefix = ({ urlRewrite }: JsonObject): boolean =>
  at(urlRewrite, "path", "type") === "ReplacePrefixMatch";

/** The filters that a rule for a match can have, and the fate of its path where one is missing. */
function fitFilters({ match, fate }: Match, filters: readonly JsonObject[]) {
  const isPrefix = at(match, "path", "type") === "PathPrefix";
  const fitting = isPrefix ? filters : filters.filter((one) => !needsPrefix(one));
  if (fitting.length === filters.length) return { filters, fate };
  const fix = "let the app take the path as it comes";
  return {
    filters: fitting,
    fate: { ...fate, verdict: "lost" as const, now: `${fate.now}; its rewrite is not done`, fix },
  };
}

function toRule(
  match: JsonObject | undefined,
  backend: Backend,
  { filters, timeouts, inputs }: Extras,
): JsonObject {
  const port = toPort(backend, inputs);
  const redirects = filters.some(({ type }) => type === "RequestRedirect");
  return {
    ...(match === undefined ? {} : { matches: [match] }),
    ...(filters.length === 0 ? {} : { filters }),
    ...(Object.keys(timeouts).length === 0 ? {} : { timeouts }),
    ...(redirects ? {} : { backendRefs: [{ name: backend.service, ...given("port", port) }] }),
  };
}

/** Rules of an Ingress for each set of hosts with the same paths, and the fate of each path. */
export function toHostRules(
  ingress: JsonObject,
  extras: Extras,
): { readonly groups: readonly HostRules[]; readonly fates: readonly Fate[] } {
  const isRegex = isTrue(at(ingress, "metadata", "annotations", `${prefix}use-regex`));
  const groups = new Map<string, HostRules>();
  const fates: Fate[] = [];
  for (const [index, rule] of asObjects(at(ingress, "spec", "rules")).entries()) {
    const rules: JsonObject[] = [];
    const services: string[] = [];
    for (const [place, path] of asObjects(at(rule["http"], "paths")).entries()) {
      const at_ = `spec rules [${index}] http paths [${place}]`;
      const backend = readBackend(path["backend"]);
      if (backend === undefined) {
        fates.push(lost(at_, "a backend that is no Service", "serve it by a Service"));
        continue;
      }
      const matched = toMatch(path, at_, isRegex);
      const fitting = fitFilters(matched, extras.filters);
      fates.push(
        fitting.fate,
        exact(`${at_} pathType`, "see the path"),
        toPort(backend, extras.inputs) === undefined
          ? near(
              `${at_} backend`,
              `the app, or Service ${backend.service}: its port is known by a name alone`,
              "name the Service's file too, or write the port's number",
            )
          : exact(`${at_} backend`, `the app, or Service ${backend.service}`),
      );
      rules.push(toRule(matched.match, backend, { ...extras, filters: fitting.filters }));
      services.push(backend.service);
    }
    const host = asText(rule["host"]);
    fates.push(exact(`spec rules [${index}] host`, "a host of the route"));
    const key = JSON.stringify(rules);
    const before = groups.get(key);
    const hosts = [...(before?.hosts ?? []), ...(host === undefined ? [] : [host])];
    if (rules.length > 0) groups.set(key, { hosts, rules, services });
  }
  const backend = readBackend(at(ingress, "spec", "defaultBackend") ?? at(ingress, "spec", "backend"));
  if (backend === undefined) return { groups: [...groups.values()], fates };
  const words = near("spec defaultBackend", "the last rule of each route, for its hosts alone");
  const rule = toRule(undefined, backend, extras);
  const all = groups.size === 0 ? [{ hosts: [], rules: [], services: [] }] : [...groups.values()];
  return {
    groups: all.map((one) => ({
      ...one,
      rules: [...one.rules, rule],
      services: [...one.services, backend.service],
    })),
    fates: [...fates, words, near("spec backend", words.now)],
  };
}
