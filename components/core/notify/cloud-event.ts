import { createHmac } from "node:crypto";
import { parseReference } from "../images/reference";
import type { MessageKind } from "./meanings";
import type { Message } from "./message";
import type { WebhookSettings } from "./settings";
import { readByStatus } from "./sink";
import type { Sink } from "./sink";

const deployed = {
  first: "dev.cdevents.service.deployed.0.3.0",
  release: "dev.cdevents.service.upgraded.0.3.0",
  rollback: "dev.cdevents.service.rolledback.0.3.0",
} as const;

/** Types of what the vocabulary has no word for: no event of CDEvents means a canary at 5 %. */
const types: Readonly<Partial<Record<MessageKind, string>>> = {
  "stage-passed": "dev.cdeventsx.sluice-stage.passed.0.1.0",
  held: "dev.cdeventsx.sluice-stage.held.0.1.0",
  recovered: "dev.cdevents.incident.resolved.0.3.0",
};

function typeOf({ kind, tone, attempt }: Message): string {
  if (kind === "promoted") return deployed[attempt.kind];
  if (tone === "critical") return "dev.cdevents.incident.detected.0.3.0";
  return types[kind] ?? `dev.cdeventsx.sluice-release.${kind}.0.1.0`;
}

/** The image as a package URL; a colon of a digest is escaped there. */
function toPackageUrl(image: string): string {
  const { registry, repository, digest } = parseReference(image);
  const name = repository.slice(repository.lastIndexOf("/") + 1);
  return `pkg:oci/${name}@${encodeURIComponent(String(digest))}?repository_url=${registry}/${repository}`;
}

/**
 * Event of a message: a CloudEvent with the vocabulary of CDEvents in its data.
 * @see https://cdevents.dev/docs/
 */
export function toCloudEvent(message: Message): object {
  const { id, key, atSeconds, app, environment, attempt } = message;
  const { kind, tone, title, sentence, measured, limit, requests, command, contacts } = message;
  const facts = { measured, limit, requests, command, contacts };
  const source = `/${key.split("/").slice(0, -1).join("/")}`;
  const [type, time] = [typeOf(message), new Date(atSeconds * 1000).toISOString()];
  return {
    specversion: "1.0",
    id,
    source,
    type,
    time,
    subject: app,
    datacontenttype: "application/json",
    data: {
      context: { specversion: "0.5.1", id, source, type, timestamp: time, chainId: key },
      subject: {
        id: app,
        source,
        content: { environment: { id: environment }, artifactId: toPackageUrl(attempt.image) },
      },
      customData: { attempt: attempt.number, kind, tone, title, sentence, ...facts },
      customDataContentType: "application/json",
    },
  };
}

/**
 * Signature of a body as Standard Webhooks has it.
 * @param secret - `whsec_` and base64, or any text
 * @see https://www.standardwebhooks.com
 */
export function signBody(secret: string, id: string, timestamp: string, body: string): string {
  const encoded = secret.startsWith("whsec_");
  const key = encoded ? Buffer.from(secret.slice("whsec_".length), "base64") : Buffer.from(secret);
  return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}

/** An address that takes signed CloudEvents in structured mode. */
export function webhookSink({ url }: WebhookSettings, secret: string): Sink {
  return {
    tell: (message) => {
      const body = JSON.stringify(toCloudEvent(message));
      const timestamp = `${Math.floor(message.atSeconds)}`;
      const headers = {
        "content-type": "application/cloudevents+json; charset=utf-8",
        "webhook-id": message.id,
        "webhook-timestamp": timestamp,
        "webhook-signature": signBody(secret, message.id, timestamp, body),
      };
      return [{ method: "POST", url, headers, body, repeatable: true }];
    },
    read: readByStatus,
  };
}
