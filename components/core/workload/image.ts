/**
 * The digest of a pinned image reference.
 * @param image - e.g. `registry.example.org/app@sha256:…` or `…/app:v1@sha256:…`
 * @returns `sha256:…`, or undefined where the reference has no digest
 */
export function imageDigest(image: string): string | undefined {
  return /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1];
}

/** Whether both references name the same bytes: one digest may be pulled under two names. */
export function sameImage(a: string | undefined, b: string | undefined): boolean {
  const digest = a === undefined ? undefined : imageDigest(a);
  return digest !== undefined && b !== undefined && digest === imageDigest(b);
}
