import { readFileSync } from "node:fs";
import type { AnalysisSettings } from "../core/settings";
import type { DirectAccess } from "./direct-transport";

/** How Prometheus is entered, and what must never be shown of it. */
export interface Access extends DirectAccess {
  readonly secrets: readonly string[];
}

type Named = Pick<AnalysisSettings, "prometheus" | "tokenFrom" | "basic" | "tls" | "tenant">;

/** What a name may stand for, by the key below `sluice:analysis` that names it. */
const contents = {
  tokenFrom: "a bearer token",
  "basic.passwordFrom": "a password",
  "tls.ca": "certificates in PEM",
  "tls.cert": "a certificate in PEM",
  "tls.key": "a private key in PEM",
} as const;

/** Reads what a name stands for: the content of a file where it is a path, else of an environment variable. */
function readNamed(
  { prometheus }: Named,
  key: keyof typeof contents,
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const isFile = name.startsWith("/");
  const refuse = (got: string): never => {
    const where = isFile ? `file ${name}` : `environment variable ${name}`;
    throw new Error(
      `Cannot ask Prometheus at "${prometheus}": ${where} (sluice:analysis.${key}) must hold ${contents[key]}: got ${got}`,
    );
  };
  try {
    const text = isFile ? readFileSync(name, "utf8") : environment[name];
    return text?.trim() || refuse("nothing");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return refuse(code);
  }
}

/**
 * Collects headers and TLS material; what is secret is named in the settings and read here, at every opening, so that
 * rotated files count.
 * @throws {Error} when a name stands for nothing
 */
export function readAccess(
  settings: Named,
  environment: Readonly<Record<string, string | undefined>>,
): Access {
  const { tokenFrom, basic, tls = {}, tenant } = settings;
  const read = (key: keyof typeof contents, name: string) => readNamed(settings, key, name, environment);
  const token = tokenFrom === undefined ? undefined : read("tokenFrom", tokenFrom);
  const password = basic === undefined ? undefined : read("basic.passwordFrom", basic.passwordFrom);
  const pair = basic === undefined ? undefined : Buffer.from(`${basic.user}:${password}`).toString("base64");
  const pem = (["ca", "cert", "key"] as const).flatMap((key) => {
    const name = tls[key];
    return name === undefined ? [] : [[key, read(`tls.${key}`, name)]];
  });
  const authorization =
    token !== undefined ? `Bearer ${token}` : pair !== undefined ? `Basic ${pair}` : undefined;
  return {
    headers: {
      ...(authorization === undefined ? {} : { authorization }),
      ...(tenant === undefined ? {} : { "x-scope-orgid": tenant }),
    },
    tls: Object.fromEntries(pem),
    secrets: [token, password, pair].filter((secret) => secret !== undefined),
  };
}
