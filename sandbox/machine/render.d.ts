/** One line of a check: state, name, finding and way out. */
export function renderCheck(check: {
  readonly state: string;
  readonly name: string;
  readonly found: string;
  readonly fix?: string;
}): string;
