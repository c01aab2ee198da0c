import { matchesWhole } from "../../../components/core/regular-expression";
import { Refused } from "./evidence";

/**
 * Identities that may sign without a key; one of each pair is set. Expressions are RE2 and match the whole text: `main`
 * must not accept `main-evil`.
 */
export interface Identity {
  /** Issuer that vouches for the signer, e.g. `https://token.actions.githubusercontent.com`. */
  readonly issuer?: string | undefined;
  readonly issuerRegExp?: string | undefined;
  /** The signer, e.g. an address or a workflow with its ref. */
  readonly subject?: string | undefined;
  readonly subjectRegExp?: string | undefined;
}

/** Identity of a certificate's owner. */
export interface CertifiedIdentity {
  readonly issuer?: string | undefined;
  readonly subject?: string | undefined;
}

function matches(
  exact: string | undefined,
  expression: string | undefined,
  value: string | undefined,
): boolean {
  if (value === undefined) return false;
  if (exact !== undefined) return value === exact;
  return expression !== undefined && matchesWhole(expression, value);
}

const show = ({ issuer, issuerRegExp, subject, subjectRegExp }: Identity): string =>
  `${subject ?? `/${subjectRegExp}/`} by ${issuer ?? `/${issuerRegExp}/`}`;

/**
 * Makes sure that a certificate belongs to one of the identities: issuer and subject of the same one.
 * @throws {Refused} naming which of the two is wrong
 */
export function demandIdentity(identities: readonly Identity[], certified: CertifiedIdentity): void {
  const bySubject = identities.filter(({ subject, subjectRegExp }) =>
    matches(subject, subjectRegExp, certified.subject),
  );
  if (bySubject.some(({ issuer, issuerRegExp }) => matches(issuer, issuerRegExp, certified.issuer))) return;
  const wanted = identities.map(show).join(" or ");
  const what = bySubject.length > 0 ? "issuer" : "identity";
  throw new Refused(
    `the signer's ${what} must be ${wanted}: got ${certified.subject ?? "no subject"} by ${certified.issuer ?? "no issuer"}`,
  );
}
