/**
 * Denied licence that an SPDX expression leaves no way around: of `A OR B` one allowed side is enough, of `A AND B`
 * both must be allowed.
 * @param isDenied - whether one licence id is denied
 * @returns the first denied id; undefined when the expression can be satisfied without one
 * @see https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/
 */
export function findDeniedLicence(
  expression: string,
  isDenied: (licence: string) => boolean,
): string | undefined {
  const tokens = expression.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const is = (word: string): boolean => tokens[at]?.toUpperCase() === word;

  function readOr(): string | undefined {
    let denied = readAnd();
    while (is("OR")) {
      at += 1;
      const other = readAnd();
      if (other === undefined) denied = undefined;
    }
    return denied;
  }

  function readAnd(): string | undefined {
    let denied = readOne();
    while (at < tokens.length && !is("OR") && !is(")")) {
      if (is("AND")) at += 1;
      denied = readOne() ?? denied;
    }
    return denied;
  }

  function readOne(): string | undefined {
    const token = tokens[at];
    at += 1;
    if (token === undefined) return undefined;
    if (token === "(") {
      const denied = readOr();
      if (is(")")) at += 1;
      return denied;
    }
    if (is("WITH")) at += 2;
    return isDenied(token) ? token : undefined;
  }

  return readOr();
}
