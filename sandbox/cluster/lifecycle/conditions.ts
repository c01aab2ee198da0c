interface Condition {
  readonly type: string;
  readonly status: string;
}

/** Whether an object's status has a condition of that type that is "True". */
export function hasCondition(object: Readonly<Record<string, unknown>>, type: string): boolean {
  const { conditions } = (object["status"] ?? {}) as { readonly conditions?: readonly Condition[] };
  return conditions?.some((condition) => condition.type === type && condition.status === "True") ?? false;
}
