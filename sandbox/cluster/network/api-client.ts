import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import path from "node:path";
import { createInterface } from "node:readline";

/** An object as the Kubernetes API takes it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** A small client of the sandbox's API server, with all rights. */
export interface ApiClient {
  /**
   * Reads a path.
   * @throws {Error} on any status but 200
   */
  get(path: string): Promise<Record<string, unknown>>;
  /** Creates or changes an object whose collection is at `collection`, by server-side apply. */
  apply(collection: string, object: KubernetesObject): Promise<void>;
  /**
   * Hands over every line of a watch as it comes; resolves when the server ends it.
   * @throws {Error} when the connection breaks or `onLine` throws
   */
  watch(path: string, onLine: (line: string) => void): Promise<void>;
  close(): void;
}

/** The server sends a bookmark every minute, so a watch that is silent for longer is dead. */
const WATCH_SILENCE_MS = 120_000;

/** A read is asked again by whoever waits; a write is made once, and a server that begins on a busy machine is slow. */
const ANSWER_SECONDS = { GET: 10, PATCH: 60 };

const FIELD_MANAGER = "sluice-sandbox";

/** Connects to the API server at a loopback port, as its administrator. */
export function openApiClient(pkiDir: string, port: number): ApiClient {
  const read = (file: string): Buffer => readFileSync(path.join(pkiDir, file));
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 8,
    ca: read("ca.crt"),
    cert: read("admin.crt"),
    key: read("admin.key"),
  });
  const send = (method: keyof typeof ANSWER_SECONDS, target: string, body?: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const headers =
        body === undefined
          ? {}
          : { "content-type": "application/apply-patch+yaml", "content-length": Buffer.byteLength(body) };
      const seconds = ANSWER_SECONDS[method];
      const options = {
        host: "127.0.0.1",
        port,
        method,
        path: target,
        agent,
        headers,
        timeout: seconds * 1000,
      };
      const sent = request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          const status = response.statusCode ?? 0;
          if (status === 200 || status === 201) resolve(text);
          else reject(new Error(`${method} ${target}: status ${status}: ${text.slice(0, 500)}`));
        });
      });
      sent.on("timeout", () => sent.destroy(new Error(`${method} ${target}: no answer within ${seconds} s`)));
      sent.on("error", reject);
      sent.end(body);
    });
  return {
    get: async (target) => {
      const text = await send("GET", target);
      return text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : { text };
    },
    apply: async (collection, object) => {
      const query = `fieldManager=${FIELD_MANAGER}&force=true`;
      await send("PATCH", `${collection}/${object.metadata.name}?${query}`, JSON.stringify(object));
    },
    watch: (target, onLine) =>
      new Promise((resolve, reject) => {
        const sent = request({ host: "127.0.0.1", port, path: target, agent }, (response) => {
          if (response.statusCode !== 200) {
            sent.destroy(new Error(`GET ${target}: status ${response.statusCode}`));
            return;
          }
          const lines = createInterface({ input: response });
          lines.on("line", (line) => {
            try {
              onLine(line);
            } catch (error) {
              sent.destroy(error as Error);
            }
          });
          response.on("error", reject);
          response.on("close", () => resolve());
        });
        sent.setTimeout(WATCH_SILENCE_MS, () =>
          sent.destroy(new Error(`GET ${target}: silent for too long`)),
        );
        sent.on("error", reject);
        sent.end();
      }),
    close: () => agent.destroy(),
  };
}
