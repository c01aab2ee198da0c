import { readEntry, readList, readText } from "./kubeconfig";
import type { Entry } from "./kubeconfig";

/** A program that gives credentials, as a kubeconfig names it. */
export interface ExecPlugin {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly apiVersion: string;
  readonly provideClusterInfo: boolean;
  /** Instruction for installing the program, printed where it is missing. */
  readonly installHint?: string;
}

/** Credentials for requests to an API server; no message contains them. */
export interface PluginCredentials {
  readonly token?: string;
  /** Client certificate with its key, PEM. */
  readonly certificate?: { readonly cert: string; readonly key: string };
  /** Seconds since the epoch; absent: until the server refuses them. */
  readonly expiresAtSeconds?: number;
}

/** A value, or why there is none. */
export type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: string };

const group = "client.authentication.k8s.io/";
const refuse = (problem: string): { ok: false; problem: string } => ({ ok: false, problem });

/** Reads `exec` of a kubeconfig's user. */
export function readExecPlugin(exec: Entry): Read<ExecPlugin> {
  const [command, apiVersion] = [readText(exec["command"]), readText(exec["apiVersion"])];
  if (command === undefined) return refuse("exec.command must name a program: got nothing");
  if (apiVersion?.startsWith(group) !== true) {
    return refuse(
      `exec.apiVersion must be a version of ${group.slice(0, -1)}: got ${apiVersion ?? "nothing"}`,
    );
  }
  if (exec["interactiveMode"] === "Always") {
    return refuse("exec.interactiveMode must not be Always: no terminal is handed on to the program");
  }
  const env = readList(exec["env"])
    .map(readEntry)
    .map(({ name, value }) => [readText(name) ?? "", readText(value) ?? ""] as const)
    .filter(([name]) => name !== "");
  const installHint = readText(exec["installHint"]);
  const value = {
    command,
    args: readList(exec["args"]).map((each) => readText(each) ?? ""),
    env: Object.fromEntries(env),
    apiVersion,
    provideClusterInfo: exec["provideClusterInfo"] === true,
    ...(installHint === undefined ? {} : { installHint: installHint.trim() }),
  };
  return { ok: true, value };
}

/**
 * Content of `KUBERNETES_EXEC_INFO`, which tells a program for which cluster it is asked.
 * @param cluster - the kubeconfig's cluster; `certificate-authority-data` is the content of a file, too
 */
export function renderExecInfo({ apiVersion, provideClusterInfo }: ExecPlugin, cluster: Entry): string {
  const keys = [
    "server",
    "tls-server-name",
    "insecure-skip-tls-verify",
    "certificate-authority-data",
    "proxy-url",
  ];
  const known = keys.filter((key) => cluster[key] !== undefined).map((key) => [key, cluster[key]]);
  const config = readList(cluster["extensions"])
    .map(readEntry)
    .find(({ name }) => name === `${group}exec`)?.["extension"];
  const told = { ...Object.fromEntries(known), ...(config === undefined ? {} : { config }) } as Entry;
  const spec = { ...(provideClusterInfo ? { cluster: told } : {}), interactive: false };
  return JSON.stringify({ apiVersion, kind: "ExecCredential", spec });
}

function parseObject(text: string): Entry {
  try {
    return readEntry(JSON.parse(text));
  } catch {
    return {};
  }
}

/** Reads the output of a credential program; problems quote nothing of it. */
export function parseExecCredential(text: string, { apiVersion }: ExecPlugin): Read<PluginCredentials> {
  const answer = parseObject(text);
  if (answer["kind"] !== "ExecCredential") return refuse("must print an ExecCredential in JSON");
  if (answer["apiVersion"] !== apiVersion) {
    return refuse(`must print apiVersion ${apiVersion}: got ${readText(answer["apiVersion"]) ?? "nothing"}`);
  }
  const status = readEntry(answer["status"]);
  const token = readText(status["token"]);
  const [cert, key] = [readText(status["clientCertificateData"]), readText(status["clientKeyData"])];
  if ((cert === undefined) !== (key === undefined)) {
    return refuse("must print clientCertificateData and clientKeyData together");
  }
  if (token === undefined && cert === undefined) return refuse("must print a token or a client certificate");
  const expires = Date.parse(readText(status["expirationTimestamp"]) ?? "");
  const value = {
    ...(token === undefined ? {} : { token }),
    ...(cert === undefined || key === undefined ? {} : { certificate: { cert, key } }),
    ...(Number.isNaN(expires) ? {} : { expiresAtSeconds: expires / 1000 }),
  };
  return { ok: true, value };
}
