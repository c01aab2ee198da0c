import { judgeAnswer } from "../core/checks/judge-answer";
import type { CheckOutcome, CheckRequest, PlannedCheck } from "../core/checks/spec";
import type { ProbeRule } from "../core/routers/router";
import { routerOf } from "../core/routers/routers";
import type { Track } from "../core/track";
import { readNamed } from "../http/read-named";
import { redact } from "../http/redact";
import { unknown } from "./check-context";
import type { CheckContext } from "./check-context";
import { openPublic } from "./send-public";

/** Rule by which the router sends a request to a track; undefined where it has none. */
export function findRule({ route, settings }: CheckContext, track: Track): ProbeRule | undefined {
  return route === undefined ? undefined : routerOf(settings).probe(route, settings, track);
}

/** Reason why no track can be asked. */
export const noRule = "no rule by which the router sends it to this track: give its requests a whole address";

/** Asks one request, and judges its answer. */
export async function askRequest(
  context: CheckContext,
  { spec, track }: PlannedCheck,
  request: CheckRequest,
): Promise<CheckOutcome> {
  const rule = track === undefined ? undefined : findRule(context, track);
  if (track !== undefined && rule === undefined) return unknown(noRule);
  const secrets: string[] = [];
  try {
    const from = Object.entries(request.headersFrom ?? {}).map(([header, name]) => {
      const named = { action: `ask check "${spec.name}"`, key: "checks[].requests[].headersFrom", name };
      const value = readNamed({ ...named, content: `the value of ${header}` }, process.env);
      secrets.push(value);
      return [header, value] as const;
    });
    const send = openPublic(context.settings, request.url, spec.timeoutMs);
    const began = performance.now();
    const answer = await send({
      method: request.method,
      headers: { ...request.headers, ...Object.fromEntries(from) },
      ...(request.body === undefined ? {} : { body: request.body }),
      rule,
    });
    const { status, verified } = answer;
    const tookMs = performance.now() - began;
    const body = answer.body.toString("utf8");
    return judgeAnswer(request, { status, headers: answer.headers, body, tookMs, verified });
  } catch (error) {
    const text = redact((error as Error).message, secrets);
    // Without a valid certificate there is no answer, and that is one.
    return request.expect.tls === true && isUntrusted(error)
      ? { result: "fails", text: `no valid certificate of ${request.method} ${request.url}: ${text}` }
      : unknown(text);
  }
}

/** Whether there is no answer because the server's certificate is not valid: its codes in Node. */
function isUntrusted(error: unknown): boolean {
  const { code } = Object((error as Error).cause) as { code?: unknown };
  return /^(CERT_|ERR_TLS_CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET_ISSUER|VERIFY_LEAF))/.test(
    String(code),
  );
}
