import type { Cluster } from "../cluster/api";
import { judgeAnswer, worstOf } from "../core/checks/judge-answer";
import { judgeHook, judgeStatement, judgeValues } from "../core/checks/judge-others";
import type { CheckOutcome, CheckRequest, PlannedCheck, Question } from "../core/checks/spec";
import { signBody } from "../core/notify/cloud-event";
import { routerOf } from "../core/routers/routers";
import type { ProbeRule, RouteView } from "../core/routers/router";
import type { Settings } from "../core/settings";
import type { Track } from "../core/track";
import { sendHttp } from "../http/client";
import { readNamed } from "../http/read-named";
import { redact } from "../http/redact";
import { openPrometheus } from "../prometheus/open-prometheus";

/** Context of a check: what it is asked about. */
export interface CheckContext {
  readonly cluster: Pick<Cluster, "raw">;
  readonly settings: Settings;
  /** Undefined where there is no route: then no track can be asked. */
  readonly route: RouteView | undefined;
  /** Facts that a webhook gets. */
  readonly about: Readonly<Record<string, string | number>>;
  /** Seconds since the epoch. */
  readonly nowSeconds: number;
}

const mostBytes = 1024 * 1024;

const unknown = (text: string): CheckOutcome => ({ result: "unknown", text });

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** Where a request goes: by the router to one track, or to an address of its own. */
function place(
  { settings }: CheckContext,
  { url }: CheckRequest,
  rule: ProbeRule | undefined,
): { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly tls?: object } {
  if (rule === undefined) return { url, headers: {} };
  const { traffic } = settings;
  const named = { action: "ask a check", key: "traffic.ca", content: "certificates in PEM" };
  const ca = traffic.ca === undefined ? {} : { ca: readNamed({ ...named, name: traffic.ca }, process.env) };
  return {
    url: `${traffic.scheme}://${traffic.address ?? traffic.host}${url}`,
    headers: { host: traffic.host, ...rule.send },
    tls: { ...ca, servername: traffic.host, rejectUnauthorized: true },
  };
}

async function askRequest(
  context: CheckContext,
  { spec, track }: PlannedCheck,
  request: CheckRequest,
): Promise<CheckOutcome> {
  const rule = track === undefined ? undefined : findRule(context, track);
  if (track !== undefined && rule === undefined)
    return unknown("no rule by which the router sends it to this track: give its requests a whole address");
  const secrets: string[] = [];
  try {
    const from = Object.entries(request.headersFrom ?? {}).map(([header, name]) => {
      const named = { action: `ask check "${spec.name}"`, key: "checks[].requests[].headersFrom", name };
      const value = readNamed({ ...named, content: `the value of ${header}` }, process.env);
      secrets.push(value);
      return [header, value] as const;
    });
    const { url, headers, tls } = place(context, request, rule);
    const began = performance.now();
    const answer = await sendHttp({
      url,
      method: request.method,
      headers: { ...request.headers, ...Object.fromEntries(from), ...headers },
      ...(request.body === undefined ? {} : { body: request.body }),
      ...(tls === undefined ? {} : { tls }),
      timeoutMs: spec.timeoutMs,
      maxBytes: mostBytes,
      cut: true,
    });
    if (rule !== undefined && answer.headers[rule.proof.name] !== rule.proof.value)
      return unknown("an answer without the router's proof that this track gave it");
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

function findRule({ route, settings }: CheckContext, track: Track): ProbeRule | undefined {
  return route === undefined ? undefined : routerOf(settings).probe(route, settings, track);
}

async function askHook(
  context: CheckContext,
  { spec }: PlannedCheck,
  { url, secretFrom }: Extract<Question, { kind: "webhook" }>,
): Promise<CheckOutcome> {
  const { settings, about, nowSeconds } = context;
  const { app, environment, image } = settings;
  try {
    const body = JSON.stringify({ check: spec.name, app, environment, image, ...about });
    const id = `sluice/${environment}/${app}/${spec.name}/${Math.round(nowSeconds * 1000)}`;
    const timestamp = `${Math.floor(nowSeconds)}`;
    const named = {
      action: `ask check "${spec.name}"`,
      key: "checks[].webhook.secretFrom",
      content: "its secret",
    };
    const secret =
      secretFrom === undefined ? undefined : readNamed({ ...named, name: secretFrom }, process.env);
    const signed =
      secret === undefined
        ? {}
        : {
            "webhook-id": id,
            "webhook-timestamp": timestamp,
            "webhook-signature": signBody(secret, id, timestamp, body),
          };
    const answer = await sendHttp({
      url,
      method: "POST",
      headers: { "content-type": "application/json", ...signed },
      body,
      timeoutMs: spec.timeoutMs,
      maxBytes: mostBytes,
      cut: true,
    });
    const { result, text } = judgeHook(answer.status, parse(answer.body));
    return { result, text: redact(text, secret === undefined ? [] : [secret]) };
  } catch (error) {
    return unknown(redact((error as Error).message));
  }
}

async function askPrometheus(
  { cluster, settings }: CheckContext,
  question: Extract<Question, { kind: "promql" }>,
): Promise<CheckOutcome> {
  try {
    const answer = await openPrometheus(cluster, settings.analysis).queryValues(question.query);
    return answer.ok ? judgeValues(question, answer.value) : unknown(answer.error.message);
  } catch (error) {
    return unknown(redact((error as Error).message));
  }
}

/** Asks one check; whatever befalls it is an outcome, and nothing is thrown. */
export async function askCheck(context: CheckContext, planned: PlannedCheck): Promise<CheckOutcome> {
  const { question } = planned.spec;
  switch (question.kind) {
    case "requests": {
      const outcomes: CheckOutcome[] = [];
      // One after the other: the second may need what the first did.
      for (const request of question.requests) outcomes.push(await askRequest(context, planned, request));
      return worstOf(outcomes);
    }
    case "webhook":
      return await askHook(context, planned, question);
    case "promql":
      return await askPrometheus(context, question);
    case "statement":
      return judgeStatement(question, context.nowSeconds);
  }
}
