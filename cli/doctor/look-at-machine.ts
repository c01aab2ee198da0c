import { formatElapsed } from "../../sandbox/tools/progress";
import { readToolStock } from "../../sandbox/tools/resolve";
import type { ToolStock } from "../../sandbox/tools/resolve";
import { readFacts } from "../../sandbox/machine/facts";
import { judgeMachine } from "../../sandbox/machine/judge";
import { note, ok } from "./check";
import type { DoctorCheck } from "./check";

function judgeTools({ there, missing, seconds }: ToolStock): DoctorCheck {
  const all = `${there.length} of ${there.length + missing.length} are there`;
  if (missing.length === 0) return { name: "tools", ...ok(all) };
  const time = formatElapsed(seconds * 1000);
  return {
    name: "tools",
    ...note(`${all}; the first start makes ${missing.join(", ")}, about ${time} with nothing cached`),
  };
}

/**
 * Checks what a sandbox needs of this machine.
 * @param name - of the sandbox, whose ports are looked at
 */
export async function lookAtMachine(name: string): Promise<readonly DoctorCheck[]> {
  const machine = judgeMachine(readFacts(name)).map(({ name: called, state, found, fix }) => ({
    name: called,
    state,
    found,
    ...(fix === undefined ? {} : { fix }),
  }));
  return [...machine, judgeTools(await readToolStock())];
}
