import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { dockerConfigFile, readDockerCredentials } from "../../../../policies/images/registry/docker-config";

const encode = (text: string): string => Buffer.from(text).toString("base64");
const secret = "s3cret-password";
const path = process.env["PATH"];
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-docker-"));
  process.env["PATH"] = `${folder}${delimiter}${path}`;
});
afterAll(() => {
  process.env["PATH"] = path;
  rmSync(folder, { recursive: true });
});

/** A credential helper that answers by the host on its standard input. */
function helper(name: string, script: string): void {
  const file = join(folder, `docker-credential-${name}`);
  writeFileSync(file, `#!/bin/sh\nread -r server\n${script}\n`);
  chmodSync(file, 0o755);
}

function find(config: unknown, registry: string, repository = "acme/shop") {
  const file = join(folder, "config.json");
  writeFileSync(file, typeof config === "string" ? config : JSON.stringify(config));
  return readDockerCredentials({}, file)(registry, repository);
}

const ours = { kind: "password", username: "shop", password: secret };

test.each([
  ["user and password in one", { "ghcr.io": { auth: encode(`shop:${secret}`) } }, "ghcr.io", ours],
  ["user and password apart", { "ghcr.io": { username: "shop", password: secret } }, "ghcr.io", ours],
  ["a colon in the password", { a: { auth: encode("shop:a:b") } }, "a", { ...ours, password: "a:b" }],
  [
    "Docker Hub's old address",
    { "https://index.docker.io/v1/": { auth: encode(`shop:${secret}`) } },
    "docker.io",
    ours,
  ],
  [
    "a refresh token",
    { "ghcr.io": { auth: encode("x:"), identitytoken: "t" } },
    "ghcr.io",
    { kind: "identity-token", token: "t" },
  ],
  [
    "a registry token",
    { "ghcr.io": { registrytoken: "t" } },
    "ghcr.io",
    { kind: "registry-token", token: "t" },
  ],
  ["nothing for this host", { "ghcr.io": { auth: encode("a:b") } }, "quay.io", { kind: "anonymous" }],
  [
    "nothing for a host that only ends alike",
    { "ghcr.io": { auth: encode("a:b") } },
    "evil-ghcr.io",
    { kind: "anonymous" },
  ],
  ["nothing for another port", { "ghcr.io": { auth: encode("a:b") } }, "ghcr.io:444", { kind: "anonymous" }],
])("auths with %s", async (_, auths, registry, expected) => {
  expect(await find({ auths }, registry)).toEqual(expected);
});

test("of several keys the closest one counts, whatever stands first", async () => {
  const auths = {
    "quay.io/other": { auth: encode("other:1") },
    "quay.io": { auth: encode("host:2") },
    "quay.io/acme": { auth: encode("acme:3") },
  };
  const named = async (repository: string) => await find({ auths }, "quay.io", repository);
  expect(await named("acme/shop")).toMatchObject({ username: "acme" });
  expect(await named("other/app")).toMatchObject({ username: "other" });
  expect(await named("public/app")).toMatchObject({ username: "host" });
});

test.each([
  ["an auth that is null", { "ghcr.io": { auth: null } }],
  ["an entry that is null", { "ghcr.io": null }],
  ["an empty entry", { "ghcr.io": {} }],
  ["no auths at all", null],
])("%s says nothing and breaks nothing", async (_name, auths) => {
  expect(await find({ auths, credHelpers: null, credsStore: null }, "ghcr.io")).toEqual({
    kind: "anonymous",
  });
});

test("an empty entry does not hide one that is less close", async () => {
  const auths = { "ghcr.io/acme": {}, "ghcr.io": { auth: encode(`shop:${secret}`) } };
  expect(await find({ auths }, "ghcr.io")).toEqual(ours);
});

test("a helper that is not on this machine gives way to what stands in the file", async () => {
  const auths = { "ghcr.io": { auth: encode(`shop:${secret}`) } };
  expect(await find({ auths, credsStore: "osxkeychain-elsewhere" }, "ghcr.io")).toEqual(ours);
  expect(await find({ auths, credHelpers: { "ghcr.io": "elsewhere" } }, "ghcr.io")).toEqual(ours);
});

test("a helper of the registry comes before the store, the store before what stands in the file", async () => {
  helper("own", `echo '{"Username":"own","Secret":"1"}'`);
  helper("store", `echo '{"Username":"store","Secret":"2"}'`);
  const config = { auths: { a: { auth: encode("file:3") } }, credsStore: "store", credHelpers: { a: "own" } };
  expect(await find(config, "a")).toEqual({ kind: "password", username: "own", password: "1" });
  expect(await find({ ...config, credHelpers: {} }, "a")).toEqual({
    kind: "password",
    username: "store",
    password: "2",
  });
  helper("store", "echo credentials not found in native keychain; exit 1");
  expect(await find({ ...config, credHelpers: {} }, "a")).toEqual({
    kind: "password",
    username: "file",
    password: "3",
  });
});

test("a helper is given the host, and <token> means a refresh token", async () => {
  helper("echo", `echo "{\\"Username\\":\\"<token>\\",\\"Secret\\":\\"$server\\"}"`);
  expect(await find({ credHelpers: { "gcr.io": "echo" } }, "gcr.io")).toEqual({
    kind: "identity-token",
    token: "gcr.io",
  });
  expect(await find({ credsStore: "echo" }, "docker.io")).toEqual({
    kind: "identity-token",
    token: "https://index.docker.io/v1/",
  });
});

test.each([
  ["fails", `echo ${secret}; exit 3`, "ended with 3"],
  ["answers nonsense", `echo ${secret}`, "must print JSON with Username and Secret"],
])("a helper that %s is named, and what it printed is not shown", async (_, script, reason) => {
  helper("bad", script);
  const error: unknown = await find({ credsStore: "bad" }, "ghcr.io").catch((each: unknown) => each);
  expect(error).toMatchObject({ code: "bad-credentials" });
  expect(String(error)).toContain(reason);
  expect(String(error)).not.toContain(secret);
});

test.each([
  ["is missing", "nowhere", "could not be run"],
  ["is no name", "../../bin/sh", "is no name of a credential helper"],
])("a helper that %s is refused", async (_, credsStore, reason) => {
  await expect(find({ credsStore }, "ghcr.io")).rejects.toThrow(reason);
});

test.each([
  ["no JSON", `{"auths": {"a": {"auth": "${secret}"`],
  ["another shape", `{"auths": ["${secret}"]}`],
  ["an auth without a colon", JSON.stringify({ auths: { "ghcr.io": { auth: encode(secret) } } })],
])("a configuration with %s is refused without showing it", async (_, text) => {
  const error: unknown = await find(text, "ghcr.io").catch((each: unknown) => each);
  expect(error).toMatchObject({ code: "bad-credentials", cause: undefined });
  expect(String(error)).not.toContain(secret);
});

test("without a configuration everybody is anonymous", async () => {
  expect(await readDockerCredentials({}, join(folder, "none.json"))("ghcr.io", "a")).toEqual({
    kind: "anonymous",
  });
});

test("readDockerCredentials() takes what DOCKER_AUTH_CONFIG has before the file", async () => {
  const file = join(folder, "beside.json");
  const auth = (user: string) => ({ auth: encode(`${user}:${secret}`) });
  writeFileSync(file, JSON.stringify({ auths: { "ghcr.io": auth("file"), "quay.io": auth("file") } }));
  const env = { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { "ghcr.io": auth("shop") } }) };
  await expect(readDockerCredentials(env, file)("ghcr.io", "acme/shop")).resolves.toEqual(ours);
  await expect(readDockerCredentials(env, file)("quay.io", "acme/shop")).resolves.toMatchObject({
    username: "file",
  });
  const broken = readDockerCredentials({ DOCKER_AUTH_CONFIG: `{"auths": ${secret}` }, file)("ghcr.io", "a/b");
  await expect(broken).rejects.toThrow("DOCKER_AUTH_CONFIG");
  await expect(broken).rejects.not.toThrow(secret);
});

test("dockerConfigFile() prefers DOCKER_CONFIG to the home folder", () => {
  expect(dockerConfigFile({ DOCKER_CONFIG: "/etc/docker", HOME: "/home/a" })).toBe("/etc/docker/config.json");
  expect(dockerConfigFile({ HOME: "/home/a" })).toBe("/home/a/.docker/config.json");
});

test("dockerConfigFile() takes Podman's file where Docker's is not there", () => {
  const named = join(folder, "auth.json");
  const runtime = join(folder, "containers", "auth.json");
  mkdirSync(join(folder, "containers"));
  const env = { HOME: join(folder, "nobody"), REGISTRY_AUTH_FILE: named, XDG_RUNTIME_DIR: folder };
  expect(dockerConfigFile(env)).toBe(join(folder, "nobody/.docker/config.json"));
  writeFileSync(runtime, "{}");
  expect(dockerConfigFile(env)).toBe(runtime);
  writeFileSync(named, "{}");
  expect(dockerConfigFile(env)).toBe(named);
  mkdirSync(join(folder, "docker"));
  writeFileSync(join(folder, "docker", "config.json"), "{}");
  expect(dockerConfigFile({ ...env, DOCKER_CONFIG: join(folder, "docker") })).toBe(
    join(folder, "docker/config.json"),
  );
});
