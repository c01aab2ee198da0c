import { describeHistory, listAborted } from "../../components/core/commands/explain-history";
import type { Ledger } from "../../components/core/ledger/ledger";
import { describeReport } from "../../components/core/report/describe-report";
import { recordOf } from "../../components/core/report/record";
import type { AttemptRecord } from "../../components/core/report/record";
import { readRecord } from "../../components/ledger/attempt-records";
import type { Environment } from "../environment";
import { openReleaseReader } from "../live/read-view";
import { findTraces } from "../report/find-traces";
import { askNextGate } from "./ask-next-gate";
import type { DashboardState, NextGate } from "./state";

/** Time between two looks at the gate: each sends requests of its own, seconds. */
const gateEverySeconds = 30;

/** A value that is read once for each key: what belongs to an attempt that is over does not change. */
function once<Value>(read: (ledger: Ledger) => Promise<Value>, keyOf: (ledger: Ledger) => string) {
  let known: { readonly key: string; readonly value: Value } | undefined;
  return async (ledger: Ledger): Promise<Value> => {
    const key = keyOf(ledger);
    if (known?.key !== key) known = { key, value: await read(ledger) };
    return known.value;
  };
}

const attemptOf = ({ attempt, phase }: Ledger): string =>
  `${attempt?.number} ${phase} ${attempt?.endedAtSeconds}`;

async function readRecords({ cluster, settings }: Environment, ledger: Ledger) {
  const aborted = listAborted(describeHistory(settings.environment, settings.app, ledger));
  const read = await Promise.all(
    aborted.map(async (number) => await readRecord(cluster, settings, number).catch(() => undefined)),
  );
  return read.flatMap((one): readonly AttemptRecord[] =>
    one === undefined || "problem" in one ? [] : [one],
  );
}

/** Reader of everything that the page of an environment shows; it writes nothing. */
export function openStateReader(context: Environment, signal: AbortSignal): () => Promise<DashboardState> {
  const { settings } = context;
  const look = openReleaseReader(context, signal);
  const recordsOf = once(async (ledger) => await readRecords(context, ledger), attemptOf);
  const tracesOf = once(
    async ({ attempt }) => await findTraces(context, attempt?.number ?? 0, true),
    attemptOf,
  );
  let gate: NextGate | undefined;
  let asking: Promise<void> | undefined;
  let askedAt = -Infinity;
  /** The gate is slow to answer: a page shows its last answer meanwhile. */
  const askAgain = (ledger: Ledger | undefined): void => {
    if (asking !== undefined || context.now() - askedAt < gateEverySeconds) return;
    askedAt = context.now();
    asking = askNextGate(context, ledger, signal).then((found) => {
      gate = found;
      asking = undefined;
    });
  };
  return async () => {
    const { view, ledger } = await look();
    askAgain(ledger);
    const record = ledger === undefined ? undefined : recordOf(ledger);
    const isPacket = record?.phase === "aborted";
    const [records, traces] = await Promise.all([
      ledger === undefined ? [] : recordsOf(ledger),
      ledger !== undefined && isPacket ? tracesOf(ledger) : undefined,
    ]);
    const nowSeconds = context.now();
    const facts = { settings, nowSeconds, ...(traces === undefined ? {} : { traces }) };
    const isRising = ledger?.phase === "progressing" || ledger?.phase === "held";
    return {
      view,
      ledger,
      history: describeHistory(settings.environment, settings.app, ledger, records),
      ...(record === undefined ? {} : { report: describeReport({ ...facts, record }) }),
      ...(gate === undefined || !isRising ? {} : { gate }),
      nowSeconds,
    };
  };
}
