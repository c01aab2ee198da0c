/** One right on objects of the app's namespace, in the words of RBAC. */
export interface Right {
  /** Empty for the core group. */
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly verb: string;
}

/** A right on objects of one kind. */
export const right = (group: string, resource: string, verb: string, subresource?: string): Right =>
  subresource === undefined ? { group, resource, verb } : { group, resource, subresource, verb };

/** A right as a person reads it: `patch deployments/scale (apps)`. */
export function describeRight({ group, resource, subresource, verb }: Right): string {
  const what = subresource === undefined ? resource : `${resource}/${subresource}`;
  return `${verb} ${what}${group === "" ? "" : ` (${group})`}`;
}
