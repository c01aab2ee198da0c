import { invalid } from "./answer";
import type { Target } from "./kinds";
import type { Stored } from "./store";

/** Refuses what the API server does not take in an object. */
export function validate({ served, plural }: Target, { metadata, spec }: Stored): void {
  if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(metadata.name))
    throw invalid(served.kind, metadata.name, "metadata.name", "a lowercase RFC 1123 subdomain");
  const replicas = spec?.["replicas"];
  if (plural === "deployments" && typeof replicas === "number" && replicas < 0)
    throw invalid(served.kind, metadata.name, "spec.replicas", "must be greater than or equal to 0");
}
