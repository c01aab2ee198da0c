/** An answer of the API server. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** An answer that is no success, as the API server words it. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(status: number, reason: string, message: string, details: object = {}) {
    super(message);
    const body = {
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message,
      reason,
      details,
    };
    this.answer = { status, body: { ...body, code: status } };
  }
}

/** A path that nothing is served under: no Status object. */
export const notServed: Answer = { status: 404, body: "404 page not found\n" };

/** Words of the API server for a JSON Patch that does not fit. */
export function patchRefused(): Refusal {
  return new Refusal(422, "Invalid", "the server rejected our request due to an error in our request");
}

export function notFound(plural: string, name: string): Refusal {
  return new Refusal(404, "NotFound", `${plural} "${name}" not found`, { name, kind: plural });
}

export function alreadyExists(plural: string, name: string): Refusal {
  return new Refusal(409, "AlreadyExists", `${plural} "${name}" already exists`, { name, kind: plural });
}

export function conflict(plural: string, name: string): Refusal {
  const why = "the object has been modified; please apply your changes to the latest version and try again";
  const message = `Operation cannot be fulfilled on ${plural} "${name}": ${why}`;
  return new Refusal(409, "Conflict", message, { name, kind: plural });
}

/** Answer to who creates an object in a namespace that is being deleted. */
export function namespaceEnds(plural: string, name: string, namespace: string): Refusal {
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const message = `namespace ${namespace} is being terminated`;
  const causes = [{ reason: "NamespaceTerminating", message, field: "metadata.namespace" }];
  return new Refusal(403, "Forbidden", `${plural} "${name}" is forbidden: ${why}`, {
    name,
    kind: plural,
    causes,
  });
}

/** @param field - path of the field that is wrong */
export function invalid(kind: string, name: string, field: string, rule: string): Refusal {
  const message = `${kind} "${name}" is invalid: ${field}: Invalid value: ${rule}`;
  const causes = [{ reason: "FieldValueInvalid", message: rule, field }];
  return new Refusal(422, "Invalid", message, { name, kind, causes });
}

/** An answer that another owner than the object gives: overload, maintenance, a webhook. */
export function serverAway(status: number): Answer {
  const reasons: Readonly<Record<number, string>> = {
    403: "Forbidden",
    409: "Conflict",
    422: "Invalid",
    429: "TooManyRequests",
    500: "InternalError",
    503: "ServiceUnavailable",
  };
  const reason = reasons[status] ?? "Unknown";
  const causes = status === 422 ? { causes: [{ message: "asked to", field: "spec" }] } : {};
  return new Refusal(status, reason, `the test asked for ${status}`, causes).answer;
}
