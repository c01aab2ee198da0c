import { exitCodes } from "../../components/core/exit-code";
import { RunEnd } from "../../components/core/run-end";
import { isClone } from "../installation";
import type { Outcome } from "../run-command";
import type { Terminal } from "../terminal";
import { renderCheck } from "./check";
import type { DoctorCheck } from "./check";
import { judgeRelease } from "./judge-release";
import { readReleaseFacts } from "./release-facts";

type Part = "sandbox" | "release";
/** The sandbox comes with a clone only. */
const parts: readonly Part[] = isClone ? ["sandbox", "release"] : ["release"];

/** Arguments of {@link doctor}. */
export interface DoctorOptions {
  /** Folder of the Pulumi project. */
  readonly cwd: string;
  /** Action that is going to be run; undefined for both. */
  readonly what?: string | undefined;
  /** The sandbox, whose ports are looked at. */
  readonly name: string;
}

const look: Readonly<Record<Part, (options: DoctorOptions) => Promise<readonly DoctorCheck[]>>> = {
  sandbox: async ({ name }) => {
    const { lookAtMachine } = require("./look-at-machine") as typeof import("./look-at-machine");
    return await lookAtMachine(name);
  },
  release: async ({ cwd }) => judgeRelease(await readReleaseFacts(cwd)),
};

function choose(what: string | undefined): readonly Part[] {
  if (what === undefined) return parts;
  const part = parts.find((one) => one === what);
  if (part !== undefined) return [part];
  const rule = `WHAT must be one of ${parts.join(", ")}`;
  throw new RunEnd("usage", `Cannot check what is missing: ${rule}: got "${what}"`);
}

/** Checks everything that a sandbox and a release need, and prints a line for each. */
export async function doctor(options: DoctorOptions, terminal: Terminal): Promise<Outcome> {
  const report: Partial<Record<Part, readonly DoctorCheck[]>> = {};
  for (const part of choose(options.what)) {
    const checks = await look[part](options);
    report[part] = checks;
    terminal.say(`${part}:`);
    const width = Math.max(...checks.map(({ name }) => name.length));
    for (const check of checks) terminal.say(renderCheck(check, width));
  }
  const lacks = Object.entries(report).flatMap(([part, checks]) =>
    checks.filter(({ state }) => state === "missing").map(({ name }) => `${name} (${part})`),
  );
  const sentence = lacks.length === 0 ? "Nothing is missing." : `Missing: ${lacks.join(", ")}.`;
  return { exitCode: lacks.length === 0 ? exitCodes.done : exitCodes.usage, sentence, report };
}
