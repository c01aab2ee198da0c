import { createHmac } from "node:crypto";
import type { Settings } from "../settings";
import { toCanonicalText } from "./canonical";
import type { ConfigurationObject, ConfigurationRef, HashedRevision, Revision } from "./revision";

/** Key of hashes whose content is no secret: everybody may compute them. */
const publicKey = "sluice";

/**
 * Replaces the content of a revision's configuration by hashes.
 * @param secretKey - key of the hashes of Secrets; one per app, so that equal content has equal hashes
 */
export function hashConfiguration(
  { template, container, configuration }: Revision,
  secretKey: string,
): HashedRevision {
  return { template, container, configuration: configuration.map((one) => hashObject(one, secretKey)) };
}

function hashObject(object: ConfigurationObject, secretKey: string): ConfigurationRef {
  const { kind, name, data, binaryData = {}, type } = object;
  const key = kind === "Secret" ? secretKey : publicKey;
  const hash = (text: string): string => createHmac("sha256", key).update(text).digest("hex");
  const keys = Object.fromEntries(
    [
      ...Object.entries(data).map(([field, text]) => [field, hash(`text:${text}`)] as const),
      ...Object.entries(binaryData).map(([field, bytes]) => [field, hash(`bytes:${bytes}`)] as const),
    ].toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
  return { kind, name, hash: hash(toCanonicalText({ keys, type: type ?? "Opaque" })), keys };
}

/** Name that a configuration object is stored under: its own, and the start of its hash. */
export function storedName({ name, hash }: Pick<ConfigurationRef, "name" | "hash">): string {
  return `${name.slice(0, 242)}-${hash.slice(0, 10)}`;
}

/**
 * Key of the hashes of an app's Secrets: another one in each cluster, so that hashes of one say nothing in another.
 * @param settings - cluster, namespace and app
 */
export function revisionKey({
  cluster,
  namespace,
  app,
}: Pick<Settings, "cluster" | "namespace" | "app">): string {
  return `${cluster.uid}/${namespace}/${app}`;
}
