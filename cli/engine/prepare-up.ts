import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { untold } from "../../components/core/ledger/lock/process-liveness";
import { processStart } from "../../components/ledger/process-identity";
import { startVariable } from "../../infra/start-terms";
import type { StartTerms, StartWord } from "../../infra/start-terms";
import type { EndedRun } from "./explain-run";
import { runUp, startUp, toEnd } from "./run-up";
import type { UpOptions } from "./run-up";

/** A run of `pulumi up` that loads its program ahead, and declares nothing before it is begun. */
export interface PreparedUp {
  readonly stack: string;
  /** Runs it to its end, as {@link runUp} does; where it has ended by itself, from the start. */
  begin(options: Pick<UpOptions, "onEvent">): Promise<EndedRun>;
  /** Ends it; it has changed nothing. May be called again, and after its end. */
  drop(): Promise<void>;
}

/** Time for a run that is dropped to end by itself, and then for each Ctrl-C, milliseconds. */
const dropMs = 3000;

/** Starts `pulumi up` of a stack's stage ahead of its time; should this process be killed, it ends by itself. */
export function prepareUp(options: UpOptions): PreparedUp {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-start-"));
  const file = path.join(folder, "word");
  const by = { pid: process.pid, start: processStart(process.pid) ?? untold };
  const terms: StartTerms = { file, by };
  const run = startUp({ ...options, env: { ...options.env, [startVariable]: JSON.stringify(terms) } });
  let hasEnded = false;
  const ended = run.exitCode.catch(() => undefined).then(() => void (hasEnded = true));
  const say = (word: StartWord): void => {
    fs.writeFileSync(`${file}.part`, word);
    fs.renameSync(`${file}.part`, file);
  };
  let isTold = false;
  return {
    stack: options.stack,
    begin: async ({ onEvent }) => {
      isTold = true;
      const own = { ...options, ...(onEvent === undefined ? {} : { onEvent }) };
      // Its end is of no importance: it could not begin.
      if (hasEnded) run.remove();
      else say("begin");
      try {
        return await (hasEnded ? runUp(own) : toEnd(run, own));
      } finally {
        fs.rmSync(folder, { recursive: true, force: true });
      }
    },
    drop: async () => {
      if (isTold) return;
      isTold = true;
      say("drop");
      // It ends by itself, unless its program hangs: killed, it would leave its stack locked.
      const late = setInterval(() => run.child.kill("SIGINT"), dropMs);
      await ended;
      clearInterval(late);
      run.remove();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
