import { printProblem } from "../../components/core/problem";

/** Result of one check of `sluice doctor`. */
export interface DoctorCheck {
  readonly name: string;
  /** State of the checked part; "note": not wrong, or not known. */
  readonly state: "ok" | "note" | "missing";
  /** Value that was found; for a missing one, `<what> must be <rule>: got <value>`. */
  readonly found: string;
  /** Way out, imperative. */
  readonly fix?: string;
}

type Check = Omit<DoctorCheck, "name">;

/** State of a part that is as it must be. */
export const ok = (found: string): Check => ({ state: "ok", found });

/** State of a part that deserves a remark. */
export const note = (found: string, fix?: string): Check => ({
  state: "note",
  found,
  ...(fix === undefined ? {} : { fix }),
});

/** State of a part whose lack stops the work. */
export const missing = (found: string, fix?: string): Check => ({
  state: "missing",
  found,
  ...(fix === undefined ? {} : { fix }),
});

/** One line of a check. */
export function renderCheck({ state, name, found, fix }: DoctorCheck, width: number): string {
  const text = printProblem({ text: found, ...(fix === undefined ? {} : { fix }) });
  return `  ${state.padEnd(8)} ${name.padEnd(width)}  ${text.replaceAll("\n", `\n${" ".repeat(width + 11)}`)}`;
}
