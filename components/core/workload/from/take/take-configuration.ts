import type { Problem } from "../../../problem";
import type { ConfigurationObject, JsonObject } from "../../../revision/revision";
import { toConfiguration } from "./configuration";
import { describeAll, kindOf, nameOf } from "../identity";
import { asText, at } from "../../../json";
import { listMentions, listReferences, refersTo } from "./references";
import type { Reference } from "./references";

/** Configuration of a revision, taken out of its set. */
export interface TakenConfiguration {
  readonly configuration: readonly ConfigurationObject[];
  /** Objects that only the workload's pods use: they are no longer declared under their own names. */
  readonly taken: readonly JsonObject[];
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

const toReference = (object: JsonObject): Reference => ({
  kind: kindOf(object) as Reference["kind"],
  name: nameOf(object),
});

/**
 * Takes the ConfigMaps and Secrets that the pods take their configuration from.
 * @param objects - the set without what was taken from it before
 * @param users - objects that may use them as well, the hooks among them
 */
export function takeConfiguration(
  objects: readonly JsonObject[],
  template: JsonObject,
  users: readonly JsonObject[],
): TakenConfiguration {
  const wanted = listReferences(template);
  const found = objects.filter(
    (one) => ["ConfigMap", "Secret"].includes(kindOf(one)) && refersTo(wanted, toReference(one)),
  );
  const pulls = listMentions({ imagePullSecrets: at(template, "spec", "imagePullSecrets") ?? [] });
  const isUsed = (object: JsonObject): boolean => {
    const one = toReference(object);
    return refersTo(pulls, one) || users.some((user) => user !== object && refersTo(listMentions(user), one));
  };
  const used = found.filter(isUsed);
  const missing = wanted.filter((one) => !refersTo(found.map(toReference), one));
  return {
    configuration: found.map(toConfiguration),
    taken: found.filter((one) => !used.includes(one)),
    problems: found.filter(isToken).map((one) => ({
      path: `Secret ${nameOf(one)}`,
      text: `Secret ${nameOf(one)} must be one that its own set fills: got a service account's token, which the cluster makes`,
    })),
    notes: [
      ...(found.length === 0 ? [] : [`released with the pods: ${describeAll(found)}`]),
      ...used.map(
        (one) =>
          `${describeAll([one])} stays under its own name too, since something else uses it: a change there is ungated`,
      ),
      ...(missing.length === 0
        ? []
        : [
            `not part of the set, so that a change of it is not gated: ${missing.map(({ kind, name }) => `${kind} ${name}`).join(", ")}`,
          ]),
    ],
  };
}

const isToken = (object: JsonObject): boolean =>
  asText(object["type"]) === "kubernetes.io/service-account-token";
