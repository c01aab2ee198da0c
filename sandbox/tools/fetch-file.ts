import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Reason why a file was not had: in words that fit after "Cannot download …: ". */
export class DownloadError extends Error {
  override readonly name = "DownloadError";
}

/** Longest time of each part of a download, milliseconds. */
export interface DownloadTimes {
  /** Until the answer begins, redirections included: a machine without a network must not wait for long. */
  readonly answerMs: number;
  /** Between two pieces of the file. */
  readonly idleMs: number;
}

const usualTimes: DownloadTimes = { answerMs: 2_000, idleMs: 10_000 };

/** An abort signal that fires with `reason` unless put off again within `ms`. */
function createDeadline() {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  return {
    signal: controller.signal,
    put: (ms: number, reason: string) => {
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(new DownloadError(reason)), ms);
    },
    clear: () => clearTimeout(timer),
  };
}

/** The answer's body, by way of `HTTPS_PROXY` or `HTTP_PROXY` and not for `NO_PROXY`. */
async function open(url: string, signal: AbortSignal): Promise<Readable> {
  // Loaded here: most starts of a sandbox download nothing.
  const axios = require("axios") as typeof import("axios");
  const { status, data } = await axios.get<Readable>(url, {
    responseType: "stream",
    decompress: false,
    maxRedirects: 5,
    validateStatus: null,
    headers: { "user-agent": "sluice" },
    signal,
  });
  if (status === 200) return data;
  // An unread body would keep the process alive for ever.
  data.destroy();
  throw new DownloadError(`status ${status}`);
}

/** Cause of a failed request or transfer, without addresses and credentials of a proxy. */
function explain(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return error instanceof DownloadError ? message : (code ?? message);
}

/**
 * Downloads a file in one attempt, and checks it.
 * @param sha256 - expected hash of the file, 64 hexadecimal digits
 * @throws {DownloadError} when there is no answer in time, it stops halfway, or it is another file
 */
export async function fetchFile(
  url: string,
  sha256: string,
  into: string,
  times: DownloadTimes = usualTimes,
): Promise<void> {
  const deadline = createDeadline();
  const hash = createHash("sha256");
  try {
    deadline.put(times.answerMs, `no answer within ${times.answerMs / 1000} s`);
    const body = await open(url, deadline.signal);
    const putOff = (): void => deadline.put(times.idleMs, `nothing more came for ${times.idleMs / 1000} s`);
    putOff();
    body.on("data", (chunk: Buffer) => {
      putOff();
      hash.update(chunk);
    });
    await pipeline(body, createWriteStream(into), { signal: deadline.signal });
  } catch (error) {
    const reason: unknown = deadline.signal.aborted ? deadline.signal.reason : undefined;
    throw reason instanceof DownloadError ? reason : new DownloadError(explain(error), { cause: error });
  } finally {
    deadline.clear();
  }
  const got = hash.digest("hex");
  if (got !== sha256)
    throw new DownloadError(`its SHA-256 must be ${sha256}: got ${got}; it was removed without being used`);
}
