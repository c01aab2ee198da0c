import { readExecPlugin } from "./exec-plugin";
import type { ExecPlugin, Read } from "./exec-plugin";
import { readEntry, readList, readText } from "./kubeconfig";
import type { Entry } from "./kubeconfig";

/** Text in the kubeconfig, or the file that contains it. */
export type Content = { readonly data: string } | { readonly file: string };

/** Identity of a kubeconfig's user before the API server. */
export type Identity =
  | { readonly kind: "none" }
  | { readonly kind: "token"; readonly token: string }
  /** The token is used while the file cannot be read. */
  | { readonly kind: "token-file"; readonly file: string; readonly token?: string }
  | { readonly kind: "basic"; readonly user: string; readonly password: string }
  | { readonly kind: "exec"; readonly plugin: ExecPlugin }
  | { readonly kind: "oidc"; readonly config: Readonly<Record<string, string>> };

/** A user of a kubeconfig. */
export interface KubeconfigUser {
  readonly identity: Identity;
  /** Client certificate with its key; beside an identity, or alone. `data` is base64. */
  readonly certificate?: { readonly cert: Content; readonly key: Content };
  /** Headers of an account that impersonates another; values of one name in a list. */
  readonly impersonation: Readonly<Record<string, string | readonly string[]>>;
}

const refuse = (problem: string): { ok: false; problem: string } => ({ ok: false, problem });

/** Reason why a provider of credentials that clients once had built in is not used. */
const formerProviders: Readonly<Record<string, string>> = {
  gcp: "use gke-gcloud-auth-plugin: gcloud container clusters get-credentials writes it",
  azure: "use kubelogin: kubelogin convert-kubeconfig writes it",
};

/** Reads the text or file of a key such as `client-certificate`. */
export function readContent(entry: Entry, key: string): Content | undefined {
  const [data, file] = [readText(entry[`${key}-data`]), readText(entry[key])];
  if (data !== undefined) return { data };
  return file === undefined ? undefined : { file };
}

function readImpersonation(user: Entry): Read<KubeconfigUser["impersonation"]> {
  const [as, uid] = [readText(user["as"]), readText(user["as-uid"])];
  const groups = readList(user["as-groups"]).flatMap((group) => readText(group) ?? []);
  const extra = Object.entries(readEntry(user["as-user-extra"]));
  if (as === undefined) {
    return uid === undefined && groups.length === 0 && extra.length === 0
      ? { ok: true, value: {} }
      : refuse("as must be set: as-uid, as-groups and as-user-extra mean nothing without it");
  }
  const value = {
    "impersonate-user": as,
    ...(uid === undefined ? {} : { "impersonate-uid": uid }),
    ...(groups.length === 0 ? {} : { "impersonate-group": groups }),
    ...Object.fromEntries(
      extra.map(([key, values]) => [
        `impersonate-extra-${encodeURIComponent(key.toLowerCase())}`,
        readList(values).flatMap((each) => readText(each) ?? []),
      ]),
    ),
  };
  return { ok: true, value };
}

function readProvider(provider: Entry): Read<Identity> {
  const name = readText(provider["name"]) ?? "";
  if (name !== "oidc") {
    return refuse(
      `auth-provider must be oidc: got ${name || "nothing"}; ${formerProviders[name] ?? "use a credential plugin (exec)"}`,
    );
  }
  const texts = Object.entries(readEntry(provider["config"])).flatMap(([key, value]) => {
    const text = readText(value);
    return text === undefined ? [] : [[key, text] as const];
  });
  return { ok: true, value: { kind: "oidc", config: Object.fromEntries(texts) } };
}

/** The first of several ways counts, as in client-go; it takes a token before a program that gives one. */
function readIdentity(user: Entry): Read<Identity> {
  const [token, file] = [readText(user["token"]), readText(user["tokenFile"])];
  const name = readText(user["username"]);
  if (file !== undefined) {
    return { ok: true, value: { kind: "token-file", file, ...(token === undefined ? {} : { token }) } };
  }
  if (token !== undefined) return { ok: true, value: { kind: "token", token } };
  if (name !== undefined) {
    return { ok: true, value: { kind: "basic", user: name, password: readText(user["password"]) ?? "" } };
  }
  const { exec, "auth-provider": provider } = user;
  if (exec !== undefined && exec !== null) {
    const plugin = readExecPlugin(readEntry(exec));
    return plugin.ok ? { ok: true, value: { kind: "exec", plugin: plugin.value } } : plugin;
  }
  if (provider !== undefined && provider !== null) return readProvider(readEntry(provider));
  return { ok: true, value: { kind: "none" } };
}

/**
 * Reads a user of a kubeconfig.
 * @returns a problem for everything that is not supported: a request is never sent without the credentials that the
 * user names
 */
export function readUser(user: Entry): Read<KubeconfigUser> {
  const identity = readIdentity(user);
  const impersonation = readImpersonation(user);
  if (!identity.ok) return identity;
  if (!impersonation.ok) return impersonation;
  const [cert, key] = [readContent(user, "client-certificate"), readContent(user, "client-key")];
  if ((cert === undefined) !== (key === undefined)) {
    return refuse("client-certificate and client-key must be set together");
  }
  if (identity.value.kind === "none" && cert === undefined) {
    const keys = Object.keys(user).filter((each) => !/^(as|as-.*|extensions)$/.test(each));
    return refuse(
      `it must have a token, tokenFile, username, client-certificate, exec or auth-provider: got ${keys.join(", ") || "nothing"}`,
    );
  }
  return {
    ok: true,
    value: {
      identity: identity.value,
      ...(cert === undefined || key === undefined ? {} : { certificate: { cert, key } }),
      impersonation: impersonation.value,
    },
  };
}
