import { codeOf, exitCodes, fromCode, isPausedMessage, withoutCode } from "../../components/core/exit-code";
import type { ExitCode } from "../../components/core/exit-code";
import { printProblem } from "../../components/core/problem";
import type { Problem } from "../../components/core/problem";
import { splitStackName } from "../../components/core/stage/stack-name";
import type { EngineEvent } from "./engine-event";

/** A run of `pulumi up` that is over. */
export interface EndedRun {
  readonly stack: string;
  /** Exit code of the process; undefined when a signal ended it. */
  readonly exitCode: number | undefined;
  /** Whether this command forwarded a Ctrl-C to it. */
  readonly interrupted: boolean;
  readonly events: readonly EngineEvent[];
  /** End of its output. */
  readonly output: string;
}

/** Result of a run as exit code and sentence. */
export interface RunResult {
  readonly exitCode: ExitCode;
  readonly sentence: string;
  /** Refused only because the release is paused: the same step goes on when a person resumes it. @default false */
  readonly isPaused?: boolean;
}

/**
 * Takes exit code and sentence of a run from the engine's events: Pulumi itself exits 1 for every refusal, providers
 * put the code in front of their message.
 */
export function explainRun(run: EndedRun): RunResult {
  const { stack, events, output } = run;
  if (run.interrupted) return { exitCode: exitCodes.interrupted, sentence: `${stack} was interrupted` };
  if (run.exitCode === 0) return { exitCode: exitCodes.done, sentence: `${stack} is up` };
  const errors = events.flatMap((event) =>
    event.kind === "message" && event.severity === "error" ? [event.text] : [],
  );
  const coded = errors.find((text) => codeOf(text) !== undefined);
  if (coded !== undefined) {
    const exitCode = codeOf(coded) ?? exitCodes.unexpected;
    return { exitCode, sentence: ourPart(coded), ...(isPausedMessage(coded) ? { isPaused: true } : {}) };
  }
  const violations = events.flatMap((event) =>
    event.kind === "policy" && event.mandatory ? [`${event.policy}: ${event.text}`] : [],
  );
  if (violations.length > 0) {
    return {
      exitCode: exitCodes.policy,
      sentence: `Cannot run "${stack}": policies must be met: got ${violations.length} violations\n${violations.join("\n")}`,
    };
  }
  return explainOutput(stack, run.exitCode, errors, output);
}

function explainOutput(
  stack: string,
  exitCode: number | undefined,
  errors: readonly string[],
  output: string,
): RunResult {
  const text = [...errors, output].join("\n");
  const code = codeOf(text);
  if (code !== undefined) return { exitCode: code, sentence: ourPart(text) };
  const lock = explainLock(stack, text);
  if (lock !== undefined) return { exitCode: exitCodes.busy, sentence: printProblem(lock) };
  if (/failed to load checkpoint/.test(text)) {
    return {
      exitCode: exitCodes.usage,
      sentence: printProblem({
        text: `Cannot run "${stack}": Pulumi's state must be readable: got a damaged one, as a kill in the middle of a write leaves it`,
        fix: `in a file backend remove …/stacks/PROJECT/${stack}.json.attrs where that file is empty, else put the copy ${stack}.json.bak beside it in the state's place, then the same command again: the release itself is recorded in the cluster and goes on`,
      }),
    };
  }
  if (/no stack named|stack .*not found/.test(text)) {
    return {
      exitCode: exitCodes.usage,
      sentence: printProblem({
        text: `Cannot run "${stack}": the stack must exist: got none`,
        fix: `sluice init ${splitStackName(stack).environment} creates it`,
      }),
    };
  }
  if (/no Pulumi\.yaml project file/.test(text)) {
    return {
      exitCode: exitCodes.usage,
      sentence: printProblem({
        text: `Cannot run "${stack}": the folder must have a Pulumi.yaml: got none`,
        fix: "use -C, or sluice init",
      }),
    };
  }
  const detail = errors.length > 0 ? errors.join("; ") : output.trim().split("\n").slice(-15).join("\n");
  const ended = exitCode === undefined ? "was killed" : `ended with exit code ${exitCode}`;
  return {
    exitCode: exitCodes.unexpected,
    sentence: printProblem({
      text: `Cannot run "${stack}": pulumi up ${ended}: ${detail}`,
      fix: "the same command again goes on from what is recorded",
    }),
  };
}

/** Part of an error that Sluice wrote, without its code. */
function ourPart(text: string): string {
  return withoutCode(fromCode(text)).trim();
}

/**
 * Problem of a stack that another run of Pulumi has: a file backend names each holder, Pulumi's service tells nobody's
 * name. Two runs that begin together refuse each other, and neither keeps its lock.
 */
function explainLock(stack: string, text: string): Problem | undefined {
  if (!/currently locked by|Another update is currently in progress|pulumi cancel/.test(text))
    return undefined;
  const holders = [...text.matchAll(/created by (\S+@\S+ \(pid \d+\)) at (\S+)/g)];
  const named = [...new Set(holders.map(([, who, since]) => `${who} since ${since}`))];
  return {
    text: `Cannot run "${stack}": its Pulumi lock must be free: got ${named.length === 0 ? "another run's" : `that of ${named.join(", ")}`}`,
    fix: `wait for that run, then the same command again; only where its process is known to be gone: pulumi cancel -s ${stack}`,
  };
}
