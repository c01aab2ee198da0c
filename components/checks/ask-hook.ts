import { judgeHook } from "../core/checks/judge-others";
import type { CheckOutcome, PlannedCheck, Question } from "../core/checks/spec";
import { signBody } from "../core/notify/cloud-event";
import { sendHttp } from "../http/client";
import { parseBody } from "../http/parse-body";
import { readNamed } from "../http/read-named";
import { redact } from "../http/redact";
import { mostBytes, unknown } from "./check-context";
import type { CheckContext } from "./check-context";

/** Asks an address of the user's by a POST, signed where a secret is named. */
export async function askHook(
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
    const { result, text } = judgeHook(answer.status, parseBody(answer.body));
    return { result, text: redact(text, secret === undefined ? [] : [secret]) };
  } catch (error) {
    return unknown(redact((error as Error).message));
  }
}
