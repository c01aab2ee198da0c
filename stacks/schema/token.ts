import { z } from "zod";
import { mayCarrySecrets } from "../../components/core/access/secure-address";
import type { TokenSource } from "../../components/core/access/metrics-access";
import { list, mapping, text, textOr } from "../fields/field";

/** The name of a secret: never the secret itself. */
export const secretName = () =>
  text("be the name of an environment variable, or the absolute path of a file", /^([A-Za-z_]\w*|\/\S+)$/);

const oauth2Schema = mapping("analysis.tokenFrom.oauth2", {
  /** Address at which the client's credentials are exchanged. */
  tokenUrl: text("be an https URL without user, query or fragment", /^https?:\/\/[^\s?#@]+$/).refine(
    mayCarrySecrets,
    { error: "be an https URL without user, query or fragment" },
  ),
  clientId: text("be the client's name"),
  /** Environment variable, or file, with the client's secret. */
  clientSecretFrom: secretName(),
  /** @default none */
  scopes: list(text("be a scope", /^\S+$/), "be a list of scopes").default([]),
  /** @default - none is named */
  audience: text("be an audience").optional(),
});

const sourceSchema = mapping("analysis.tokenFrom", {
  /** A program that prints the token, alone or as JSON, with its arguments. */
  command: list(text("be a text"), "be a program with its arguments, each a text", 1).optional(),
  /** Google's own program: `gcloud config config-helper`. */
  google: z.literal(true, { error: "be true, or left out" }).optional(),
  /** Azure's own program: `az account get-access-token`. */
  azure: mapping("analysis.tokenFrom.azure", {
    /** @default - Azure's managed Prometheus */
    resource: text("be an https URL", /^https:\/\/\S+$/).default("https://prometheus.monitor.azure.com"),
  }).optional(),
  /** OAuth 2.0 client credentials. */
  oauth2: oauth2Schema.optional(),
}).transform((value, context): TokenSource => {
  const given = Object.entries(value).filter(([, one]) => one !== undefined);
  const [only] = given;
  if (given.length === 1 && only !== undefined) return Object.fromEntries([only]) as unknown as TokenSource;
  const message = "have exactly one of command, google, azure and oauth2";
  context.issues.push({ code: "custom", message, input: value });
  return z.NEVER;
});

/** `sluice:analysis.tokenFrom`: who gives a bearer token. */
export const tokenSchema = textOr(secretName(), sourceSchema);
