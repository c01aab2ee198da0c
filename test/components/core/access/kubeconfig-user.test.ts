import { readUser } from "../../../../components/core/access/kubeconfig-user";

const exec = { apiVersion: "client.authentication.k8s.io/v1", command: "aws" };

test.each([
  ["a token", { token: "t" }, { kind: "token", token: "t" }],
  ["a token file", { tokenFile: "f" }, { kind: "token-file", file: "f" }],
  [
    "a token file before a token",
    { tokenFile: "f", token: "t" },
    { kind: "token-file", file: "f", token: "t" },
  ],
  ["a token before a program", { token: "t", exec }, { kind: "token", token: "t" }],
  ["user and password", { username: "u", password: "p" }, { kind: "basic", user: "u", password: "p" }],
  ["a user without password", { username: "u" }, { kind: "basic", user: "u", password: "" }],
  ["a program", { exec }, { kind: "exec", plugin: expect.objectContaining({ command: "aws" }) }],
  [
    "oidc",
    { "auth-provider": { name: "oidc", config: { "client-id": "a", number: 7, nothing: null } } },
    { kind: "oidc", config: { "client-id": "a", number: "7" } },
  ],
])("readUser() reads %s", (_name, user, identity) => {
  expect(readUser(user)).toEqual({ ok: true, value: { identity, impersonation: {} } });
});

test("readUser() reads a client certificate, alone or beside an identity", () => {
  const user = { "client-certificate": "c.crt", "client-key": "c.key", "client-key-data": "a2V5" };
  const certificate = { cert: { file: "c.crt" }, key: { data: "a2V5" } };
  expect(readUser(user)).toEqual({
    ok: true,
    value: { identity: { kind: "none" }, certificate, impersonation: {} },
  });
  expect(readUser({ ...user, token: "t" })).toMatchObject({
    value: { identity: { kind: "token" }, certificate },
  });
});

test("readUser() reads whom a user acts for", () => {
  const user = {
    token: "t",
    as: "jane",
    "as-uid": "u-1",
    "as-groups": ["dev", "ops", null],
    "as-user-extra": { "Acme.com/Project": ["x", null, "y"] },
  };
  expect(readUser(user)).toMatchObject({
    value: {
      impersonation: {
        "impersonate-user": "jane",
        "impersonate-uid": "u-1",
        "impersonate-group": ["dev", "ops"],
        "impersonate-extra-acme.com%2Fproject": ["x", "y"],
      },
    },
  });
  expect(readUser({ token: "t", as: "jane" })).toMatchObject({
    value: { impersonation: { "impersonate-user": "jane" } },
  });
});

test.each([
  [
    "no credentials",
    {},
    "it must have a token, tokenFile, username, client-certificate, exec or auth-provider: got nothing",
  ],
  [
    "credentials under an unknown name",
    { tokenfile: "/var/token", as: "jane" },
    "it must have a token, tokenFile, username, client-certificate, exec or auth-provider: got tokenfile",
  ],
  [
    "a certificate without key",
    { "client-certificate": "c" },
    "client-certificate and client-key must be set together",
  ],
  [
    "a key without certificate",
    { "client-key": "c" },
    "client-certificate and client-key must be set together",
  ],
  ["groups without user", { token: "t", "as-groups": ["dev"] }, /^as must be set: as-uid, as-groups/],
  ["a uid without user", { token: "t", "as-uid": "1" }, /^as must be set: /],
  ["extra without user", { token: "t", "as-user-extra": { a: ["b"] } }, /^as must be set: /],
  ["a program without name", { exec: { ...exec, command: "" } }, /^exec.command must name a program/],
  [
    "gcp",
    { "auth-provider": { name: "gcp" } },
    "auth-provider must be oidc: got gcp; use gke-gcloud-auth-plugin: gcloud container clusters get-credentials writes it",
  ],
  ["azure", { "auth-provider": { name: "azure" } }, /got azure; use kubelogin/],
  ["an unknown provider", { "auth-provider": { name: "x" } }, /got x; use a credential plugin \(exec\)$/],
  ["a provider without name", { "auth-provider": {} }, /got nothing; use a credential plugin \(exec\)$/],
  ["null for everything", { exec: null, "auth-provider": null }, /got exec, auth-provider$/],
])("readUser() refuses %s", (_name, user, problem) => {
  const read = readUser(user);
  expect(read).toEqual({
    ok: false,
    problem: typeof problem === "string" ? problem : expect.stringMatching(problem),
  });
});
