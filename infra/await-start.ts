import { readFileSync } from "node:fs";
import { RunError } from "@pulumi/pulumi";
import { withCode } from "../components/core/exit-code";
import { onceGone } from "../components/session/watch-parents";
import { startVariable } from "./start-terms";
import type { StartTerms } from "./start-terms";

const everyMs = 25;

function readWord(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/**
 * Waits for the word of the command that started this run ahead of its time, before anything is declared; without such a
 * command it returns at once.
 * @throws {RunError} with code 130 where the run is not to begin: the word is another, or the command is gone
 */
export async function awaitStart(env: NodeJS.ProcessEnv): Promise<void> {
  const text = env[startVariable];
  if (text === undefined || text === "") return;
  const { file, by } = JSON.parse(text) as StartTerms;
  let isGone = false;
  const forget = onceGone(by, () => void (isGone = true));
  try {
    for (;;) {
      const word = readWord(file);
      if (word === "begin") return;
      if (isGone || word !== "")
        throw new RunError(
          withCode("interrupted", "This run was prepared and not begun; nothing was changed"),
        );
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  } finally {
    forget();
  }
}
