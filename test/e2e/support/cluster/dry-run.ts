import * as https from "node:https";
import type { Sandbox } from "../../../../sandbox/cluster/lifecycle/sandbox";
import { openAgent } from "./api-reader";

/** Answer of the API server to a write. */
export interface Written {
  readonly status: number;
  /** Texts of its Warning headers. */
  readonly warnings: readonly string[];
  /** Message of its Status, where it refused. */
  readonly message: string;
}

/** Creates objects in a sandbox's API server by plain requests, so that its warnings are seen. */
export interface Writer {
  create(
    path: string,
    object: unknown,
    options?: { readonly store?: boolean; readonly as?: string },
  ): Promise<Written>;
  close(): void;
}

/** Text of a warning as RFC 7234 writes it: `299 - "…"`. */
function readWarnings(header: string | undefined): string[] {
  const texts = (header ?? "").matchAll(/299 - "((?:[^"\\]|\\.)*)"/g);
  return [...texts].map(([, text = ""]) => text.replaceAll(/\\(.)/g, "$1"));
}

/** Opens a writer with all rights. */
export async function openWriter(sandbox: Sandbox): Promise<Writer> {
  const agent = await openAgent(sandbox, { keepAlive: true, maxSockets: 4 });
  return {
    create: async (path, object, { store = false, as } = {}) =>
      await new Promise((resolve, reject) => {
        const url = new URL(`${path}${store ? "" : "?dryRun=All"}`, sandbox.apiServer);
        const headers = {
          "content-type": "application/json",
          ...(as === undefined ? {} : { "impersonate-user": as }),
        };
        const request = https.request(url, { method: "POST", agent, headers }, (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => {
            const body = JSON.parse(Buffer.concat(chunks).toString()) as { message?: string };
            resolve({
              status: response.statusCode ?? 0,
              warnings: readWarnings(response.headers.warning),
              message: body.message ?? "",
            });
          });
        });
        request.on("error", reject);
        request.end(JSON.stringify(object));
      }),
    close: () => agent.destroy(),
  };
}
