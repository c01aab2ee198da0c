import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { readPlainAccess } from "../../../components/cluster/plain-access";

const folder = mkdtempSync(path.join(tmpdir(), "plain-access-"));
const file = path.join(folder, "config");
const before = process.env["KUBECONFIG"];

afterAll(() => {
  rmSync(folder, { recursive: true });
  if (before === undefined) delete process.env["KUBECONFIG"];
  else process.env["KUBECONFIG"] = before;
});

const base64 = (text: string): string => Buffer.from(text).toString("base64");

function write(cluster: object, user: object): void {
  const config = {
    "current-context": "other",
    contexts: [
      { name: "other", context: { cluster: "elsewhere", user: "nobody" } },
      { name: "prod", context: { cluster: "c", user: "u", namespace: "shop" } },
    ],
    clusters: [
      { name: "elsewhere", cluster: { server: "https://elsewhere" } },
      { name: "c", cluster: { server: "https://api:6443", ...cluster } },
    ],
    users: [
      { name: "nobody", user: {} },
      { name: "u", user },
    ],
  };
  writeFileSync(file, stringify(config));
  process.env["KUBECONFIG"] = file;
}

test("certificates and a token are taken from the file itself", async () => {
  write(
    { "certificate-authority-data": base64("ca") },
    { "client-certificate-data": base64("cert"), "client-key-data": base64("key"), token: "t" },
  );
  const access = readPlainAccess("prod");
  expect(access).toMatchObject({ server: "https://api:6443", proxied: false });
  expect(await access?.authorize()).toEqual({
    ca: Buffer.from("ca"),
    cert: Buffer.from("cert"),
    key: Buffer.from("key"),
    headers: { Authorization: "Bearer t" },
  });
});

test("certificates beside the file are found by their relative path", async () => {
  writeFileSync(path.join(folder, "ca.crt"), "beside");
  write({ "certificate-authority": "ca.crt" }, {});
  expect(await readPlainAccess("prod")?.authorize()).toEqual({ ca: Buffer.from("beside") });
});

test.each([
  ["a program that gives credentials", {}, { exec: { command: "get-token" } }],
  ["a provider that gives credentials", {}, { "auth-provider": { name: "gcp" } }],
  ["a token that is read from a file", {}, { tokenFile: "/token" }],
  ["a user name and password", {}, { username: "a", password: "b" }],
  ["impersonation", {}, { as: "someone" }],
  ["a proxy", { "proxy-url": "http://proxy" }, {}],
  ["another server name", { "tls-server-name": "api" }, {}],
  ["a server that is not verified", { "insecure-skip-tls-verify": true }, {}],
  ["a certificate that is not there", { "certificate-authority": "nowhere.crt" }, {}],
])("%s is left to the Kubernetes client", (_name, cluster, user) => {
  write(cluster, user);
  expect(readPlainAccess("prod")).toBeUndefined();
});

test("an unknown context, several files and no file are left to the Kubernetes client", () => {
  write({}, {});
  expect(readPlainAccess("prod")).toBeDefined();
  expect(readPlainAccess("staging")).toBeUndefined();
  process.env["KUBECONFIG"] = `${file}:${file}`;
  expect(readPlainAccess("prod")).toBeUndefined();
  process.env["KUBECONFIG"] = path.join(folder, "nowhere");
  expect(readPlainAccess("prod")).toBeUndefined();
});
