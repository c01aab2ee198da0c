import type { Finding } from "../pack/policy";
import type { Outcome } from "./evaluate";
import type { KubernetesObject } from "../workloads/kubernetes-object";

/** The grammar of a check's messages: `<path> must <rule>[: got <value>]; <fix>`. */
const grammar = /^(\S+) must (.+?)(?:: got (.*))?; ([^;]+)$/s;

/** Text in a message in place of a field that is absent. */
const absent = "nothing";

/** Whether what a check says is about something that is given: a part of a pod may be no pod at all otherwise. */
export const isAboutGiven = (
  { kind }: Outcome,
  { isPart = false }: KubernetesObject,
  found: Finding,
): boolean => !isPart || (kind !== "error" && found.advisory !== true);

/** Finding of a check as the pack reports it; for a pod inside another object, with its place there. */
export function toFinding(outcome: Outcome, given: KubernetesObject, id: string): Finding {
  const finding = toOwnFinding(outcome, given, id);
  if (given.inside === undefined) return finding;
  const { at, from } = given.inside;
  const before = `${given.prefix}${from}`;
  if (!finding.path.startsWith(before)) return finding;
  return { ...finding, path: `${given.prefix}${at}${finding.path.slice(before.length)}` };
}

function toOwnFinding(
  outcome: Outcome,
  { prefix, partial, namespace }: KubernetesObject,
  id: string,
): Finding {
  if (outcome.kind === "unknown") {
    return {
      path: `${prefix}${outcome.path}`,
      rule: "be known",
      fix: "it is checked in the update, before anything is created",
      unknown: true,
    };
  }
  if (outcome.kind === "parameters") {
    return {
      path: `the configuration of ${id}`,
      rule: "have parameters that can be used",
      got: outcome.message,
      fix: "correct the file given by --policy-pack-config, in the cluster sluice:policies.parameters; the object is not judged",
    };
  }
  if (outcome.kind === "error") {
    return {
      path: `${prefix}spec`,
      rule: "have the shape of its kind",
      got: outcome.message,
      fix: "correct its fields; what cannot be evaluated is refused, here and in the cluster",
    };
  }
  const [, path, rule, got, fix] = grammar.exec(outcome.message) ?? [];
  if (path === undefined || rule === undefined || fix === undefined) {
    return { path: `${prefix}spec`, rule: "satisfy this policy", fix: outcome.message };
  }
  const finding = { path: `${prefix}${path}`, rule, fix, ...(got === undefined ? {} : { got }) };
  // A patch leaves the fields it does not name, and the provider fills in a namespace: an absent field may well exist.
  const open = partial || (path === "metadata.namespace" && namespace === undefined);
  return open && got === absent ? { ...finding, advisory: true } : finding;
}
