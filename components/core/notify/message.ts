import type { Attempt, Ledger } from "../ledger/ledger";
import { resumeCommand } from "../ledger/pause";
import type { LedgerEvent } from "../ledger/transition";
import { rollbackCommand } from "../ledger/promoted-version";
import { percent } from "../verdict/explain/percent";
import { describeExposure } from "../stage/exposure";
import { meaningOf } from "./meanings";
import type { Meaning } from "./meanings";
import type { Contacts } from "./settings";

/** Place of a release: what makes its messages differ from those of any other cluster. */
export interface MessagePlace {
  /** uid of namespace kube-system. */
  readonly uid: string;
  readonly namespace: string;
}

/** Text for people about one transition, before a sink gives it its form. */
export interface Message extends Meaning {
  /** The same on every try, and never used twice. */
  readonly id: string;
  /** The same for all messages of an attempt. */
  readonly key: string;
  readonly atSeconds: number;
  readonly environment: string;
  readonly app: string;
  readonly attempt: Pick<Attempt, "number" | "kind" | "image" | "checkout">;
  readonly title: string;
  readonly sentence: string;
  /** Measured value. */
  readonly measured: string;
  /** Limit that the value is judged by. */
  readonly limit: string;
  /** Number of the canary's requests behind it. */
  readonly requests: number;
  /** One command to copy. */
  readonly command: string;
  readonly contacts: Contacts;
}

/** Facts beside ledger and Event. */
export interface MessageContext {
  readonly place: MessagePlace;
  readonly contacts: Contacts;
  readonly nowSeconds: number;
}

/**
 * Message about a transition of the ledger.
 * @param ledger - after the transition
 * @returns undefined where nobody is to be told
 */
export function toMessage(
  event: LedgerEvent,
  ledger: Ledger,
  { place, contacts, nowSeconds }: MessageContext,
): Message | undefined {
  const { attempt, environment, app } = ledger;
  const meaning = meaningOf(event);
  if (attempt === undefined || meaning === undefined) return undefined;
  const { number, kind, image, checkout } = attempt;
  const key = `sluice/${place.uid}/${place.namespace}/${environment}/${app}/${number}`;
  return {
    ...meaning,
    id: `${key}/${event.reason}/${Math.round(nowSeconds * 1000)}`,
    key,
    atSeconds: nowSeconds,
    environment,
    app,
    attempt: { number, kind, image, ...(checkout === undefined ? {} : { checkout }) },
    title: `${app} in ${environment}: attempt ${number} (${kind}) ${explainPhase(ledger, meaning)}`,
    sentence: event.message,
    ...measure(attempt),
    command: chooseCommand(ledger, meaning),
    contacts,
  };
}

function explainPhase({ phase, weight }: Ledger, { kind }: Meaning): string {
  const is = kind === "paused" ? "paused" : phase;
  return phase === "promoted" || phase === "aborted" ? is : `${is} at ${weight} %`;
}

/** Counts of the last stage that was judged, and the objective of the attempt. */
function measure({ stages, objectives }: Attempt): Pick<Message, "measured" | "limit" | "requests"> {
  const judged = stages.findLast(({ verdict }) => verdict !== undefined);
  const { objectiveErrorRatio } = objectives;
  const limit =
    typeof objectiveErrorRatio === "number"
      ? `at most ${percent(objectiveErrorRatio)} of requests fail`
      : "not recorded";
  if (judged?.verdict === undefined) return { measured: "nothing yet", limit, requests: 0 };
  const { canary, stable } = judged.verdict;
  return {
    measured: `at ${describeExposure(judged)} the canary failed ${share(canary)}, stable ${share(stable)}`,
    limit,
    requests: canary.requests,
  };
}

function share({ requests, errors }: { readonly requests: number; readonly errors: number }): string {
  return requests === 0 ? "none of 0" : `${errors} of ${requests} (${percent(errors / requests)})`;
}

/** The command that is wanted in a hurry, never one that takes production down. */
function chooseCommand(ledger: Ledger, { kind }: Meaning): string {
  const { environment, phase } = ledger;
  if (kind === "flag-off") return `sluice flag list ${environment}`;
  if (kind === "paused") return resumeCommand(environment);
  if (phase === "held") return `sluice rollout ${environment}`;
  if (phase === "progressing" || phase === "passed") return `sluice abort ${environment} --reason TEXT`;
  // After an abort stable is left only where a look found that it is bad, too.
  if (phase === "aborted" && kind !== "not-as-it-should-be") return `sluice verify ${environment}`;
  return rollbackCommand(ledger) ?? `sluice status ${environment}`;
}
