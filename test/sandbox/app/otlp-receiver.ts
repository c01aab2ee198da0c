import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { BinaryReader } from "google-protobuf";

/** One span as a collector gets it, with the attributes of its resource. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first span of a trace. */
  readonly parentSpanId: string;
  readonly name: string;
  /** 2: server, 3: client. */
  readonly kind: number;
  readonly startedAtMs: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly resource: Readonly<Record<string, string>>;
  /** 2: error. */
  readonly status: number;
}

type Read = (reader: BinaryReader) => void;

/** Reads one message: what is not asked for is passed over. */
function readMessage(bytes: Uint8Array, fields: Readonly<Record<number, Read>>): void {
  const reader = new BinaryReader(bytes);
  while (reader.nextField())
    (fields[reader.getFieldNumber()] ?? ((one: BinaryReader) => one.skipField()))(reader);
}

const nested =
  (fields: Readonly<Record<number, Read>>): Read =>
  (reader) =>
    readMessage(reader.readBytes(), fields);

const hex = (reader: BinaryReader): string => Buffer.from(reader.readBytes()).toString("hex");

/** Reads the value of an attribute as a text; lists by their last part. */
const readValue = (take: (text: string) => void): Readonly<Record<number, Read>> => ({
  1: (reader) => take(reader.readString()),
  3: (reader) => take(reader.readInt64String()),
  5: nested({ 1: (reader) => readMessage(reader.readBytes(), readValue(take)) }),
});

const readAttribute =
  (into: Record<string, string>): Read =>
  (reader) => {
    let key = "";
    let value = "";
    readMessage(reader.readBytes(), {
      1: (one) => (key = one.readString()),
      2: nested(readValue((text) => (value = text))),
    });
    into[key] = value;
  };

function readSpan(bytes: Uint8Array, resource: Span["resource"]): Span {
  const attributes: Record<string, string> = {};
  const read = { traceId: "", spanId: "", parentSpanId: "", name: "", kind: 0, startedAtMs: 0, status: 0 };
  readMessage(bytes, {
    1: (reader) => (read.traceId = hex(reader)),
    2: (reader) => (read.spanId = hex(reader)),
    4: (reader) => (read.parentSpanId = hex(reader)),
    5: (reader) => (read.name = reader.readString()),
    6: (reader) => (read.kind = reader.readEnum()),
    7: (reader) => (read.startedAtMs = Number(BigInt(reader.readFixed64String()) / 1_000_000n)),
    9: readAttribute(attributes),
    15: nested({ 3: (reader) => (read.status = reader.readEnum()) }),
  });
  return { ...read, attributes, resource };
}

/** Reads an `ExportTraceServiceRequest`. */
function readSpans(body: Uint8Array): readonly Span[] {
  const found: Span[] = [];
  const readResourceSpans: Read = (reader) => {
    const resource: Record<string, string> = {};
    readMessage(reader.readBytes(), {
      1: nested({ 1: readAttribute(resource) }),
      2: nested({ 2: (one) => found.push(readSpan(one.readBytes(), resource)) }),
    });
  };
  readMessage(body, { 1: readResourceSpans });
  return found;
}

/** A collector for spans on loopback: OTLP over HTTP. */
export async function startOtlpReceiver() {
  const spans: Span[] = [];
  const paths: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      paths.push(`${request.method} ${request.url} ${request.headers["content-type"]}`);
      spans.push(...readSpans(Buffer.concat(chunks)));
      response.writeHead(200, { "content-type": "application/x-protobuf" }).end();
      server.emit("spans");
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    paths,
    /** Resolves once a span fits. */
    until: async (fits: (span: Span) => boolean): Promise<Span> => {
      for (;;) {
        const found = spans.find(fits);
        if (found !== undefined) return found;
        await once(server, "spans");
      }
    },
    close: () => server.close(),
  };
}
