import { ApiError } from "../cluster/api-error";
import { LedgerUnreadableError } from "../ledger/ledger-store";
import { BusyError, LockLostError } from "../ledger/lock-keeper";
import { codeOf, withCode } from "../core/exit-code";
import type { ExitName } from "../core/exit-code";
import { ForeignRouteError } from "../traffic/read-route";
import { InterruptedError } from "../traffic/wait";

/** An expected end of a run: its message starts with the exit code that `sluice rollout` takes. */
export class RunEnd extends Error {
  readonly end: ExitName;

  constructor(end: ExitName, message: string) {
    super(withCode(end, message));
    this.end = end;
  }
}

/** What a person needs to go on, per kind of trouble; anything unknown keeps its stack for a bug report. */
export function toRunEnd(error: unknown, action: string): Error {
  if (error instanceof RunEnd) return error;
  if (!(error instanceof Error)) return new RunEnd("unexpected", `Cannot ${action}: ${String(error)}`);
  if (codeOf(error.message) !== undefined) return error;
  if (error instanceof BusyError || error instanceof LockLostError) return new RunEnd("busy", error.message);
  if (error instanceof LedgerUnreadableError || error instanceof ForeignRouteError)
    return new RunEnd("refused", error.message);
  if (error instanceof InterruptedError) return new RunEnd("interrupted", `Cannot ${action}: interrupted`);
  if (error instanceof RangeError && /must be .*: got (aborted|promoted|promoting)$/.test(error.message)) {
    return new RunEnd(
      "refused",
      `Cannot ${action}: the release was ended meanwhile by somebody else (${error.message}); sluice status shows what holds`,
    );
  }
  if (error instanceof ApiError) return new RunEnd(...explainApi(error, action));
  return new RunEnd("unexpected", `Cannot ${action}: ${error.stack ?? error.message}`);
}

function explainApi(error: ApiError, action: string): [ExitName, string] {
  const text = `Cannot ${action}: ${error.message}`;
  if (error.status === 403 || error.status === 401) {
    return [
      "usage",
      `${text}; the account of this kubeconfig context lacks that right, docs/rights.md lists the rules of each role`,
    ];
  }
  if (error.status === 0)
    return [
      "unexpected",
      `${text}; run the same command again once it answers: it goes on from what is recorded`,
    ];
  const namespace =
    error.status === 404 ? /namespaces "([^"]+)" not found/.exec(error.message)?.[1] : undefined;
  if (namespace !== undefined) {
    return [
      "usage",
      `Cannot ${action}: sluice:app.namespace must be a namespace of the cluster: got ${namespace}; kubectl create namespace ${namespace}`,
    ];
  }
  if (error.status === 404 && /httproutes|gateway\.networking/.test(error.message)) {
    return ["usage", `${text}; the cluster needs the Gateway API (v1) installed`];
  }
  return ["unexpected", text];
}
