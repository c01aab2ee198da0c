/** An account as RBAC names it. */
export interface Subject {
  readonly kind: "Group" | "User" | "ServiceAccount";
  readonly name: string;
  /** Of a ServiceAccount. */
  readonly namespace?: string;
}

/**
 * Reads an account as people write it.
 * @throws {SyntaxError} for anything else
 * @example parseSubject("serviceaccount:ci/preview") // { kind: "ServiceAccount", name: "preview", namespace: "ci" }
 */
export function parseSubject(text: string): Subject {
  const [, word = "", namespace, name = ""] =
    /^(group|user|serviceaccount):(?:(?<=serviceaccount:)([^/]+)\/)?(\S+)$/.exec(text) ?? [];
  if (word === "group") return { kind: "Group", name };
  if (word === "user") return { kind: "User", name };
  if (namespace === undefined) throw new SyntaxError(`Cannot read account "${text}"`);
  return { kind: "ServiceAccount", name, namespace };
}
