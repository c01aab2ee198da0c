import type { ZeroKind } from "./live";

/** Reason for weight 0 after its kind, which is said once: a verdict's own sentence begins with it as well. */
export function nameReason(kind: ZeroKind, reason: string): string {
  const said = `${kind}: `;
  return `${said}${reason.toLowerCase().startsWith(said) ? reason.slice(said.length) : reason}`;
}
