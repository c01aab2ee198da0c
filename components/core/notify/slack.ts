import type { Message } from "./message";
import type { SlackSettings } from "./settings";
import { jsonCall } from "./sink";
import type { Sink, SinkAnswer, SinkCall, SinkResult } from "./sink";
import { renderLines } from "./text";

/** Longest text of a message, characters; Slack takes 40,000 and shows 4,000. */
const longest = 3500;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

function toText(message: Message): string {
  const lines = renderLines(message, (command) => `\`${command}\``).map(escaped);
  return lines
    .map((line, index) => (index === 0 ? `*${line}*` : line))
    .join("\n")
    .slice(0, longest);
}

/** Remedy of an error of Slack, by its own word. */
function readAnswer({ status, body }: SinkAnswer): SinkResult {
  const { ok, error, channel, ts } = Object(body) as Record<string, unknown>;
  if (status !== 200) return { kind: "failed", problem: `it answered ${status}` };
  if (ok === true) return { kind: "told", id: `${String(channel)} ${String(ts)}` };
  const word = typeof error === "string" ? error : "an answer that is none of its own";
  return { kind: "failed", problem: `it answered "${word}"`, again: word === "ratelimited" };
}

/**
 * A Slack channel: one message per attempt with its state, and a reply below it for each hold and abort.
 * @see https://docs.slack.dev/reference/methods/chat.update
 */
export function slackSink({ channel, api }: SlackSettings, token: string): Sink {
  const call = (method: string, body: object): SinkCall =>
    jsonCall("POST", `${api}/${method}`, { authorization: `Bearer ${token}` }, body);
  const place = (id: string): { readonly channel: string; readonly ts: string } => {
    const end = id.indexOf(" ");
    return { channel: id.slice(0, end), ts: id.slice(end + 1) };
  };
  const still = { unfurl_links: false, unfurl_media: false };
  return {
    open: (message) => call("chat.postMessage", { channel, text: toText(message), ...still }),
    tell: (message, { id, isNew, isLast }) => {
      if (id === undefined) return [];
      const { channel: room, ts } = place(id);
      const text = toText(message);
      const update = { ...call("chat.update", { channel: room, ts, text }), repeatable: true };
      const reply = call("chat.postMessage", { channel: room, thread_ts: ts, text, ...still });
      return [...(isNew || !isLast ? [] : [update]), ...(message.isReply && !isNew ? [reply] : [])];
    },
    read: readAnswer,
  };
}
