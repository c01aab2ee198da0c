import {
  parseExecCredential,
  readExecPlugin,
  renderExecInfo,
} from "../../../../components/core/access/exec-plugin";

const v1 = "client.authentication.k8s.io/v1";
const plugin = { command: "aws", args: [], env: {}, apiVersion: v1, provideClusterInfo: false };

test("readExecPlugin() reads all that a kubeconfig may say", () => {
  const exec = {
    apiVersion: v1,
    command: "aws",
    args: ["eks", "get-token", 7, null],
    env: [{ name: "AWS_PROFILE", value: "prod" }, { name: "EMPTY" }, { value: "nameless" }],
    provideClusterInfo: true,
    installHint: "install it\n",
    interactiveMode: "IfAvailable",
  };
  expect(readExecPlugin(exec)).toEqual({
    ok: true,
    value: {
      command: "aws",
      args: ["eks", "get-token", "7", ""],
      env: { AWS_PROFILE: "prod", EMPTY: "" },
      apiVersion: v1,
      provideClusterInfo: true,
      installHint: "install it",
    },
  });
  const beta = { apiVersion: "client.authentication.k8s.io/v1beta1", command: "a", args: null, env: null };
  expect(readExecPlugin(beta)).toMatchObject({ ok: true, value: { args: [], env: {} } });
});

test.each([
  ["no program", { apiVersion: v1 }, "exec.command must name a program: got nothing"],
  [
    "no version",
    { command: "a" },
    "exec.apiVersion must be a version of client.authentication.k8s.io: got nothing",
  ],
  [
    "another version",
    { command: "a", apiVersion: "v1" },
    "exec.apiVersion must be a version of client.authentication.k8s.io: got v1",
  ],
  [
    "a program that asks a person",
    { command: "a", apiVersion: v1, interactiveMode: "Always" },
    "exec.interactiveMode must not be Always: no terminal is handed on to the program",
  ],
])("readExecPlugin() refuses %s", (_name, exec, problem) => {
  expect(readExecPlugin(exec)).toEqual({ ok: false, problem });
});

test("renderExecInfo() tells of the cluster only where that is asked for", () => {
  const cluster = {
    server: "https://api",
    "tls-server-name": "api.example",
    "certificate-authority-data": "Y2E=",
    "certificate-authority": "/ca.crt",
    extensions: [
      { name: "other", extension: 1 },
      { name: "client.authentication.k8s.io/exec", extension: { audience: "x" } },
    ],
  };
  expect(JSON.parse(renderExecInfo(plugin, cluster))).toEqual({
    apiVersion: v1,
    kind: "ExecCredential",
    spec: { interactive: false },
  });
  expect(JSON.parse(renderExecInfo({ ...plugin, provideClusterInfo: true }, cluster))).toMatchObject({
    spec: {
      cluster: {
        server: "https://api",
        "tls-server-name": "api.example",
        "certificate-authority-data": "Y2E=",
        config: { audience: "x" },
      },
    },
  });
  const bare = JSON.parse(renderExecInfo({ ...plugin, provideClusterInfo: true }, { server: "https://api" }));
  expect(bare).toMatchObject({ spec: { cluster: { server: "https://api" } } });
});

const printed = (status: unknown, rest: object = {}): string =>
  JSON.stringify({ apiVersion: v1, kind: "ExecCredential", status, ...rest });

test.each([
  ["a token", { token: "t" }, { token: "t" }],
  [
    "a certificate with its key",
    { clientCertificateData: "C", clientKeyData: "K" },
    { certificate: { cert: "C", key: "K" } },
  ],
  [
    "when it ends",
    { token: "t", expirationTimestamp: "2026-11-26T10:00:00Z" },
    { token: "t", expiresAtSeconds: 1_795_687_200 },
  ],
  ["an end that is none", { token: "t", expirationTimestamp: "soon" }, { token: "t" }],
])("parseExecCredential() reads %s", (_name, status, value) => {
  expect(parseExecCredential(printed(status), plugin)).toEqual({ ok: true, value });
});

test.each([
  ["no JSON", "hello", "must print an ExecCredential in JSON"],
  ["another kind", printed({}, { kind: "Status" }), "must print an ExecCredential in JSON"],
  ["another version", printed({}, { apiVersion: "v1" }), `must print apiVersion ${v1}: got v1`],
  ["no version", printed({}, { apiVersion: null }), `must print apiVersion ${v1}: got nothing`],
  ["no status", printed(undefined), "must print a token or a client certificate"],
  ["an empty token", printed({ token: "" }), "must print a token or a client certificate"],
  [
    "a certificate without key",
    printed({ token: "t", clientCertificateData: "C" }),
    "must print clientCertificateData and clientKeyData together",
  ],
  [
    "a key without certificate",
    printed({ token: "t", clientKeyData: "K" }),
    "must print clientCertificateData and clientKeyData together",
  ],
])("parseExecCredential() refuses %s and quotes nothing", (_name, text, problem) => {
  expect(parseExecCredential(text, plugin)).toEqual({ ok: false, problem });
});
