import type { Message } from "../core/notify/message";
import { hideSecrets } from "../core/report/hide-secrets";
import type { ConfiguredSink } from "../core/notify/sinks";
import type { Sink, SinkCall } from "../core/notify/sink";
import { readNamed } from "../http/read-named";
import { redact } from "../http/redact";
import { noteWork } from "./outbox";
import { sendCall } from "./send-call";

/** A message, and what this sink made for its attempt in an earlier run. */
export interface Parcel {
  readonly message: Message;
  readonly known: string | undefined;
  /** Keeps the id of what the sink made. */
  keep(id: string): Promise<void>;
  /** Says a problem to whoever runs the command. */
  say(text: string): void;
}

/** Most messages that wait for one sink; the oldest is given up for a new one. */
const mostWaiting = 20;

/** Longest sentence that leaves, characters. */
const longestSentence = 1000;

/** Queue of one sink: messages leave in their order, beside everything else. */
export interface Queue {
  add(parcel: Parcel): void;
}

/** Opens the queue of a sink; its secret is read with the first message. */
export function openQueue(configured: ConfiguredSink): Queue {
  const { name, secretKey, secretFrom } = configured;
  const ids = new Map<string, string>();
  const waiting: Parcel[] = [];
  let complained = false;
  let ready: { readonly sink: Sink; readonly secret: string } | undefined;
  let stopping = new AbortController();
  let working = false;

  const open = (): { readonly sink: Sink; readonly secret: string } => {
    const named = { action: `tell ${name}`, key: `notify.${name}.${secretKey}`, content: "its secret" };
    const secret = readNamed({ ...named, name: secretFrom }, process.env);
    return { sink: configured.open(secret), secret };
  };

  const complain = ({ say }: Parcel, problem: string): void => {
    if (complained) return;
    complained = true;
    const text = redact(problem, ready === undefined ? [] : [ready.secret]);
    say(`${name} was not told: ${text}; traffic and ledger do not wait for it`);
  };

  const deliver = async (parcel: Parcel): Promise<void> => {
    ready ??= open();
    const { sink, secret } = ready;
    const clean = (text: string): string => redact(hideSecrets(text, [secret]), [secret], longestSentence);
    const { key, title, sentence } = parcel.message;
    const message = { ...parcel.message, title: clean(title), sentence: clean(sentence) };
    const { signal } = stopping;
    const send = async (call: SinkCall): Promise<string | undefined> => {
      const result = await sendCall(sink, call, signal);
      if (result.kind === "failed") throw new Error(result.problem);
      return result.id;
    };
    let id = ids.get(key) ?? parcel.known;
    const isNew = id === undefined && sink.open !== undefined;
    if (isNew) {
      const call = sink.open?.(message);
      if (call === undefined) throw new Error("the commit of this attempt is not known");
      id = await send(call);
      if (id !== undefined) {
        ids.set(key, id);
        await parcel.keep(id);
      }
    }
    for (const call of sink.tell(message, { id, isNew, isLast: waiting.length === 0 })) await send(call);
  };

  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const parcel = next;
      await deliver(parcel).catch((error: Error) => complain(parcel, error.message));
    }
    working = false;
  };

  return {
    add: (parcel) => {
      waiting.push(parcel);
      if (waiting.length > mostWaiting) waiting.shift();
      if (working) return;
      working = true;
      stopping = new AbortController();
      noteWork(work(), () => {
        waiting.length = 0;
        stopping.abort();
      });
    },
  };
}
