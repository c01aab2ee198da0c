import { asList, asObjects, asText, at } from "../json";
import type { JsonObject } from "../revision/revision";
import { kindOf } from "../workload/from/identity";
import type { InputObject } from "./input";

const pattern = /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/;

/** Names among others by which users come in: with a dot, not of the cluster itself. */
export const publicHosts = (names: readonly (string | undefined)[]): readonly string[] =>
  [
    ...new Set(names.filter((name) => name !== undefined && pattern.test(name) && !/\.svc(\.|$)/.test(name))),
  ] as readonly string[];

/** Hosts of an object that routes requests. */
function hostsOf(object: JsonObject): readonly string[] {
  const names: Readonly<Record<string, () => readonly (string | undefined)[]>> = {
    Ingress: () => asObjects(at(object, "spec", "rules")).map((rule) => asText(rule["host"])),
    HTTPRoute: () => asList(at(object, "spec", "hostnames")).map(asText),
    GRPCRoute: () => asList(at(object, "spec", "hostnames")).map(asText),
    VirtualService: () => asList(at(object, "spec", "hosts")).map(asText),
  };
  return publicHosts(names[kindOf(object)]?.() ?? []);
}

/** Hosts of a list of objects, those without `*` first: probes send the first one. */
export function findHosts(inputs: readonly InputObject[]): readonly string[] {
  const all = [...new Set(inputs.flatMap(({ object }) => hostsOf(object)))];
  return all.toSorted((a, b) => Number(a.startsWith("*")) - Number(b.startsWith("*")));
}
