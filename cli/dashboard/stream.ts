import type { ServerResponse } from "node:http";
import type { Feed } from "./feed";
import type { Snapshot } from "./snapshot";

/** A proxy or a browser takes a connection for dead that is silent for long, milliseconds. */
const beatEveryMs = 15_000;

/**
 * Sends a feed as server-sent events until the connection closes: first everything, then the sections that changed. Who
 * reads slowly gets fewer events, never a queue.
 */
export function sendFeed(response: ServerResponse, feed: Feed): void {
  response.writeHead(200, { "Content-Type": "text/event-stream; charset=utf-8" });
  response.flushHeaders();
  const sent = new Map<string, string>();
  let head = "";
  const send = ({ title, told, sections }: Snapshot): void => {
    if (response.writableNeedDrain) return;
    const changed = Object.entries(sections).filter(([id, html]) => sent.get(id) !== html);
    const now = JSON.stringify([title, told]);
    const at = new Date().toISOString();
    if (changed.length === 0 && now === head) {
      response.write(`data: ${JSON.stringify({ at })}\n\n`);
      return;
    }
    head = now;
    for (const [id, html] of changed) sent.set(id, html);
    const event = { at, title, told, sections: Object.fromEntries(changed) };
    response.write(`data: ${JSON.stringify(event)}\n\n`);
  };
  const end = feed.subscribe(send);
  const beat = setInterval(() => response.write(":\n\n"), beatEveryMs);
  response.once("close", () => {
    clearInterval(beat);
    end();
  });
}
