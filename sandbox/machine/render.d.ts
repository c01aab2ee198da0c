/** One line of a check: state, name, what was found and what to do. */
export function renderCheck(check: {
  readonly state: string;
  readonly name: string;
  readonly found: string;
  readonly fix?: string;
}): string;
