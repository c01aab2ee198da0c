import { createHash } from "node:crypto";
import { addressOf } from "../../components/core/report/store";
import type { ReportStore, StoredAttempt } from "../../components/core/report/store";
import { RunEnd } from "../../components/core/run-end";
import { sendHttp } from "../../components/http/client";
import { redact } from "../../components/http/redact";
import { isPassing, retryWithin } from "../../components/http/retry";
import { openSigningKeys, signRequest } from "../../components/prometheus/sign-request";

/** Whole time of one object with its tries, milliseconds. */
const timeoutMs = 30_000;

/** File of a report. */
export interface StoredFile {
  readonly name: string;
  readonly type: string;
  readonly body: string;
}

const reason = (body: Buffer): string => {
  const [, code, message] =
    /<Code>(.*?)<\/Code>(?:[\s\S]*?<Message>(.*?)<\/Message>)?/.exec(body.toString()) ?? [];
  return code === undefined ? "" : `: ${code}${message === undefined ? "" : `, ${message}`}`;
};

/** Puts one object; the same one twice is the same as once. */
async function put(store: ReportStore, address: string, { type, body }: StoredFile): Promise<void> {
  const url = new URL(address);
  const sigv4 = { region: store.region, service: "s3", profile: store.profile };
  const keys = await openSigningKeys(sigv4, process.env).get(AbortSignal.timeout(timeoutMs));
  const hash = createHash("sha256").update(body).digest("hex");
  const problem = await retryWithin<string | undefined>(timeoutMs, async (leftMs) => {
    const headers = { "content-type": type, "x-amz-content-sha256": hash };
    const signed = signRequest({ method: "PUT", url, body, headers }, sigv4, keys);
    try {
      const answer = await sendHttp({
        url: address,
        method: "PUT",
        headers: signed,
        body,
        timeoutMs: leftMs,
        maxBytes: 65_536,
        cut: true,
      });
      if (answer.status === 200) return { result: undefined, again: false };
      return { result: `HTTP ${answer.status}${reason(answer.body)}`, again: isPassing(answer.status) };
    } catch (error) {
      return { result: (error as Error).message, again: true };
    }
  });
  if (problem !== undefined)
    throw new Error(redact(problem, [keys.secretAccessKey, keys.sessionToken ?? ""]));
}

/**
 * Stores the files of a report.
 * @returns addresses, in the order of the files
 * @throws {RunEnd} where one could not be stored; those before it stay
 */
export async function storeReport(
  store: ReportStore,
  attempt: StoredAttempt,
  files: readonly StoredFile[],
): Promise<readonly string[]> {
  const addresses: string[] = [];
  for (const file of files) {
    const address = addressOf(store, attempt, file.name);
    try {
      await put(store, address, file);
    } catch (error) {
      throw new RunEnd("unexpected", {
        text: `Cannot store the report of "${attempt.app}": ${address} must be taken by the store: got ${(error as Error).message}`,
        fix: "look at sluice:report.store, and at the keys that AWS_ACCESS_KEY_ID or its profile gives; the record in the cluster is kept",
      });
    }
    addresses.push(address);
  }
  return addresses;
}
