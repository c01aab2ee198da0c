import { mapping, text } from "./field";

/** The name of a secret: never the secret itself. */
export const secretName = () =>
  text("be the name of an environment variable, or the absolute path of a file", /^([A-Za-z_]\w*|\/\S+)$/);

/** `sluice:analysis.basic`: user and password of a direct address. */
export const basicSchema = mapping("analysis.basic", {
  user: text("be a user name without colon", /^[^:\s]+$/),
  /** Environment variable, or file, that holds the password. */
  passwordFrom: secretName(),
});

/** `sluice:analysis.tls`: each an environment variable, or file, that holds PEM. */
export const tlsSchema = mapping("analysis.tls", {
  /** Authorities that are trusted instead of the usual ones. @default - the usual ones */
  ca: secretName().optional(),
  /** The client's own certificate, with its chain. @default none */
  cert: secretName().optional(),
  /** Its private key. @default none */
  key: secretName().optional(),
});

interface Accessed {
  readonly prometheus: string;
  readonly tokenFrom?: string | undefined;
  readonly basic?: unknown;
  readonly tls?: { readonly cert?: string | undefined; readonly key?: string | undefined } | undefined;
  readonly tenant?: string | undefined;
}

/** What does not go together, by key below `sluice:analysis`. */
export function findAccessProblems(analysis: Accessed): { path: readonly string[]; rule: string }[] {
  const { prometheus, tokenFrom, basic, tls, tenant } = analysis;
  const direct = Object.entries({ tokenFrom, basic, tls, tenant }).filter(([, value]) => value !== undefined);
  const isService = prometheus.startsWith("service://");
  const problems = isService
    ? direct.map(([key]) => ({
        path: [key],
        rule: "be set with an http(s) URL only: the API server's proxy has credentials of its own",
      }))
    : [];
  if (tokenFrom !== undefined && basic !== undefined) {
    problems.push({ path: ["basic"], rule: "not be set together with tokenFrom" });
  }
  if (!isService && tls !== undefined && !prometheus.startsWith("https://")) {
    problems.push({ path: ["tls"], rule: "be set with an https URL only" });
  }
  if ((tls?.cert === undefined) !== (tls?.key === undefined)) {
    problems.push({
      path: ["tls", tls?.cert === undefined ? "cert" : "key"],
      rule: "be set: cert and key go together",
    });
  }
  return problems;
}
