import { noticed } from "../core/ledger/notices";
import type { Ledger } from "../core/ledger/ledger";
import { toMessage } from "../core/notify/message";
import { listSinks } from "../core/notify/sinks";
import { renderLines } from "../core/notify/text";
import { hideSecrets } from "../core/report/hide-secrets";
import type { Settings } from "../core/settings";
import { redact } from "../http/redact";
import type { Tell } from "../ledger/commit";
import { openQueue } from "./deliver";
import type { Queue } from "./deliver";

/** Context of telling people. */
export interface MessagesContext {
  readonly settings: Settings;
  now(): number;
  say(text: string, severity?: "info" | "warning"): void;
  /** Changes the ledger by what is no transition. */
  save(change: (ledger: Ledger) => Ledger | undefined): Promise<unknown>;
}

/** One queue per sink of an environment, for all operations of this process: its messages keep their order. */
const queues = new Map<string, Queue>();

/** Tells the sinks of an environment about transitions, in the background; undefined where it has none. */
export function openMessages({ settings, now, say, save }: MessagesContext): Tell | undefined {
  const { notify, contacts = {}, cluster, namespace, app } = settings;
  if (notify === undefined) return undefined;
  const place = { uid: cluster.uid, namespace };
  const sinks = listSinks(notify).map((configured) => {
    const key = JSON.stringify([place, app, configured.name, notify[configured.name]]);
    const queue = queues.get(key) ?? openQueue(configured);
    queues.set(key, queue);
    return { name: configured.name, queue };
  });
  return (event, ledger) => {
    const message = toMessage(event, ledger, { place, contacts, nowSeconds: now() });
    if (message === undefined) return;
    if (notify.output === true)
      say(
        renderLines(message)
          .map((line) => redact(hideSecrets(line, [])))
          .join("\n"),
      );
    const { number } = message.attempt;
    for (const { name, queue } of sinks) {
      queue.add({
        message,
        known: ledger.attempt?.notices?.[name],
        keep: async (id) => {
          // Without it the next run makes a new one: nothing is worth failing for.
          await save((current) => noticed(current, { attempt: number, sink: name, id })).catch(
            () => undefined,
          );
        },
        say: (text) => say(`warning: ${text}`, "warning"),
      });
    }
  };
}
