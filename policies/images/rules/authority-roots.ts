import type { AuthorityConfig } from "./authority-schema";

/** Names of the roots that an authority trusts, each once. */
export const rootsOf = ({ keyless, ctlog, rfc3161timestamp }: AuthorityConfig): readonly string[] => [
  ...new Set(
    [keyless, ctlog, rfc3161timestamp].flatMap((part) => (part === undefined ? [] : [part.trustRootRef])),
  ),
];

/** Name of the root whose log must have each signature; undefined where no log is asked. */
export const logRootOf = ({ keyless, ctlog, rfc3161timestamp }: AuthorityConfig): string | undefined =>
  ctlog?.trustRootRef ?? (rfc3161timestamp === undefined ? keyless?.trustRootRef : undefined);
