import { once } from "node:events";
import * as http2 from "node:http2";
import { readHealth } from "../core/gate/health-answer";
import type { CallAnswer, HealthAnswer } from "../core/gate/health-answer";
import type { CallRule } from "../core/routers/router";
import type { TrafficSettings } from "../core/settings";
import type { Track } from "../core/track";
import { chooseProxy } from "./choose-proxy";
import { readAuthority } from "./read-authority";
import { addressUrl, explainSilence } from "./split-address";

type Headers = Readonly<Record<string, string>>;

/** A health call: longest time of it, milliseconds, and the service asked for, by default the whole server. */
export interface HealthCall {
  readonly timeoutMs: number;
  readonly service?: string | undefined;
}

/** Length of a field as Protocol Buffers write it, seven bits a byte, the lowest first; at most 16383. */
const toVarint = (length: number): readonly number[] =>
  length < 0x80 ? [length] : [(length & 0x7f) | 0x80, length >> 7];

/** `HealthCheckRequest` with the frame of gRPC: not compressed, its length, field 1 as a text. */
function frame(service: string): Buffer {
  const text = Buffer.from(service);
  const message =
    service === "" ? text : Buffer.concat([Buffer.from([0x0a, ...toVarint(text.length)]), text]);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** Makes one call on an open connection. */
async function callOnce(
  session: http2.ClientHttp2Session,
  { host, scheme }: TrafficSettings,
  send: Headers,
  { timeoutMs, service = "" }: HealthCall,
): Promise<CallAnswer> {
  return await new Promise<CallAnswer>((resolve, reject) => {
    const stream = session.request(
      {
        ":method": "POST",
        ":path": "/grpc.health.v1.Health/Check",
        ":scheme": scheme,
        ":authority": host,
        "content-type": "application/grpc",
        te: "trailers",
        "user-agent": "sluice-probe",
        ...send,
      },
      { signal: AbortSignal.timeout(timeoutMs) },
    );
    const parts: Buffer[] = [];
    let status = 0;
    let grpcStatus: string | undefined;
    const readEnd = (headers: http2.IncomingHttpHeaders): void => {
      const found = headers["grpc-status"];
      if (typeof found === "string") grpcStatus = found;
    };
    stream.on("response", (headers) => {
      status = headers[":status"] ?? 0;
      readEnd(headers);
    });
    stream.on("trailers", readEnd);
    stream.on("data", (part: Buffer) => parts.push(part));
    stream.on("end", () => resolve({ status, grpcStatus, body: Buffer.concat(parts) }));
    stream.on("error", reject);
    stream.end(frame(service));
  });
}

/** Opens a connection of HTTP/2: by TLS, or by prior knowledge where the gateway has none. */
async function connect(traffic: TrafficSettings, timeoutMs: number): Promise<http2.ClientHttp2Session> {
  const url = addressUrl(traffic);
  if (chooseProxy(url) !== undefined)
    throw new Error(`health calls go through no proxy: NO_PROXY must name ${url.hostname}`);
  const tls = traffic.scheme === "https" ? readAuthority(traffic, `call "${traffic.host}"`) : {};
  const session = http2.connect(url, { ...tls, servername: traffic.host });
  // It stays: an error of a session that nobody waits for would end the process.
  session.on("error", () => undefined);
  const late = setTimeout(() => session.destroy(new Error("no connection in time")), timeoutMs);
  try {
    await once(session, "connect");
    return session;
  } finally {
    clearTimeout(late);
  }
}

/**
 * Calls `grpc.health.v1.Health/Check` through the data path, on a connection of its own. With a rule the first call is
 * one that nobody may get: what answers it does not follow the route, and then the second one proves nothing.
 */
export async function callThroughRouter(
  traffic: TrafficSettings,
  call: HealthCall,
  toTrack?: { readonly rule: CallRule; readonly track: Track },
): Promise<HealthAnswer> {
  let session: http2.ClientHttp2Session | undefined;
  try {
    session = await connect(traffic, call.timeoutMs);
    if (toTrack !== undefined) {
      const empty = readHealth(await callOnce(session, traffic, toTrack.rule.refused, call));
      if (empty.isUntold) return empty;
      if (empty.status !== 503 && empty.status !== 500)
        return {
          ...empty,
          ok: false,
          problem: `the router answered a call that leads nowhere by ${empty.problem ?? "SERVING"}: it does not follow the route's probe rules (yet)`,
        };
    }
    const answer = readHealth(await callOnce(session, traffic, toTrack?.rule.send ?? {}, call));
    return { ...answer, ...(toTrack === undefined ? {} : { track: toTrack.track }) };
  } catch (error) {
    const { isLate, problem } = explainSilence(error as Error, traffic, call.timeoutMs);
    return { ok: false, problem, ...(isLate ? { isLate } : {}) };
  } finally {
    session?.destroy();
  }
}
