import { createRegistryClient, type ClientOptions } from "../../../../policies/images/registry/client";
import type { Credentials } from "../../../../policies/images/registry/credentials";
import { parseReference } from "../../../../components/core/images/reference";
import { attachReferrer, putImage } from "../../../support/oci/attach";
import { startOciRegistry, type OciRegistry, type Pointer } from "../../../support/oci/registry";
import { makeCertificate } from "./certificate";

const repository = "acme/shop";
const user = { name: "shop", password: "s3cret-password", refresh: "s3cret-refresh" };
const password: Credentials = { kind: "password", username: user.name, password: user.password };
let registry: OciRegistry;
let elsewhere: OciRegistry;
let image: Pointer;

beforeAll(async () => {
  [registry, elsewhere] = await Promise.all([startOciRegistry({ user }), startOciRegistry()]);
  image = putImage(registry, repository);
});
afterAll(() => Promise.all([registry.close(), elsewhere.close()]));
beforeEach(() => {
  for (const each of [registry, elsewhere]) {
    each.options.auth = "none";
    each.options.referrersApi = true;
    delete each.options.fault;
    each.requests.length = 0;
    each.authorizations.length = 0;
  }
});

const open = (credentials: Credentials = { kind: "anonymous" }, options: Partial<ClientOptions> = {}) =>
  createRegistryClient({ findCredentials: () => Promise.resolve(credentials), timeoutMs: 2000, ...options });
const at = () => parseReference(`${registry.host}/${repository}`);

test.each<["basic" | "bearer", Credentials]>([
  ["basic", password],
  ["bearer", password],
  ["bearer", { kind: "identity-token", token: user.refresh }],
  ["bearer", { kind: "registry-token", token: "registry-token" }],
])("a registry that wants %s is shown %j", async (auth, credentials) => {
  registry.options.auth = auth;
  const client = open(credentials);
  expect((await client.manifest(at(), image.digest))?.digest).toBe(image.digest);
});

test("a token is kept for the repository, also for questions that were asked at the same time", async () => {
  registry.options.auth = "bearer";
  const client = open(password);
  await Promise.all([
    client.manifest(at(), image.digest),
    client.manifest(at(), "none"),
    client.tags(at(), 5),
  ]);
  await client.manifest(at(), image.digest);
  expect(registry.requests.filter((request) => request.includes("/token"))).toHaveLength(1);
});

test("a bearer token is asked for with the repository's scope and no more", async () => {
  registry.options.auth = "bearer";
  await open(password).manifest(at(), image.digest);
  expect(registry.requests.find((request) => request.includes("/token"))).toBe(
    `GET /token?service=test&scope=${encodeURIComponent(`repository:${repository}:pull`)}`,
  );
});

test.each<["basic" | "bearer"]>([["basic"], ["bearer"]])(
  "wrong credentials for %s are refused and not shown",
  async (auth) => {
    registry.options.auth = auth;
    const wrong: Credentials = { kind: "password", username: "shop", password: "wrong-password" };
    const error: unknown = await open(wrong)
      .manifest(at(), image.digest)
      .catch((each: unknown) => each);
    expect(error).toMatchObject({ code: "unauthorized" });
    expect(String(error)).not.toMatch(/wrong-password|s3cret/);
  },
);

test("a redirect to another origin is followed without credentials", async () => {
  registry.options.auth = "basic";
  const bytes = Buffer.from("the bundle");
  const blob = elsewhere.putBlob(bytes, "text/plain");
  registry.options.fault = (request, response) => {
    if (request.headers.authorization === undefined || !request.url?.includes("/blobs/")) return false;
    response.writeHead(307, { location: `http://${elsewhere.host}${request.url}` }).end();
    return true;
  };
  const descriptor = { ...blob, annotations: {} };
  expect(await open(password).blob(at(), descriptor)).toEqual(bytes);
  expect(elsewhere.authorizations).toEqual([undefined]);
  expect(registry.authorizations).toContain(
    `Basic ${Buffer.from("shop:s3cret-password").toString("base64")}`,
  );
});

test("a redirect in circles ends", async () => {
  registry.options.fault = (request, response) => {
    response.writeHead(302, { location: request.url ?? "" }).end();
    return true;
  };
  await expect(open().manifest(at(), "v1")).rejects.toMatchObject({ code: "bad-answer" });
});

test("a token service that is not https is not shown credentials by a registry that is", async () => {
  const tls = makeCertificate();
  const secure = await startOciRegistry({ auth: "bearer", user, tls: { key: tls.key, cert: tls.cert } });
  secure.options.fault = (request, response) => {
    if (request.url?.startsWith("/token")) return false;
    response.writeHead(401, { "www-authenticate": `Bearer realm="http://${elsewhere.host}/token"` }).end();
    return true;
  };
  const client = open(password, { registries: [{ host: secure.host, ca: tls.cert }] });
  await expect(client.manifest(parseReference(`${secure.host}/a`), "v1")).rejects.toThrow(
    "its service must be an https address",
  );
  expect(elsewhere.requests).toEqual([]);
  await secure.close();
});

test("a redirect from https to http is not followed", async () => {
  const tls = makeCertificate();
  const secure = await startOciRegistry({ tls: { key: tls.key, cert: tls.cert } });
  secure.options.fault = (request, response) => {
    response.writeHead(307, { location: `http://${elsewhere.host}${request.url}` }).end();
    return true;
  };
  const client = open(undefined, { registries: [{ host: secure.host, ca: tls.cert }] });
  await expect(client.manifest(parseReference(`${secure.host}/a`), "v1")).rejects.toThrow(
    "which is not https",
  );
  expect(elsewhere.requests).toEqual([]);
  await secure.close();
});

test("a registry with a private authority is trusted by its certificate and not without", async () => {
  const tls = makeCertificate();
  const secure = await startOciRegistry({ tls: { key: tls.key, cert: tls.cert } });
  const own = putImage(secure, repository);
  const there = parseReference(`${secure.host}/${repository}`);
  const trusting = open(undefined, { registries: [{ host: secure.host, ca: tls.cert }] });
  expect((await trusting.manifest(there, own.digest))?.digest).toBe(own.digest);
  const distrusting = open(undefined, { registries: [{ host: secure.host, plainHttp: false }] });
  await expect(distrusting.manifest(there, own.digest)).rejects.toMatchObject({ code: "unreachable" });
  await secure.close();
});

test("plain http is spoken to this machine and where it is configured, and to nobody else", async () => {
  const seen: string[] = [];
  const client = open(undefined, {
    registries: [{ host: "plain.example.org", plainHttp: true }],
    send: ({ url }) => {
      seen.push(url.origin);
      return Promise.resolve({ status: 404, headers: {}, body: Buffer.alloc(0) });
    },
  });
  const hosts = [
    "127.0.0.1:5000",
    "localhost:5000",
    "localhost",
    "[::1]:5000",
    "plain.example.org",
    "ghcr.io",
    "127.0.0.1.example.org",
  ];
  for (const host of hosts) await client.manifest(parseReference(`${host}/a`), "v1");
  expect(seen).toEqual([
    "http://127.0.0.1:5000",
    "http://localhost:5000",
    "http://localhost",
    "http://[::1]:5000",
    "http://plain.example.org",
    "https://ghcr.io",
    "https://127.0.0.1.example.org",
  ]);
});

test("Docker Hub's API has a host of its own", async () => {
  const seen: string[] = [];
  const send: ClientOptions["send"] = ({ url }) => {
    seen.push(url.href);
    return Promise.resolve({ status: 404, headers: {}, body: Buffer.alloc(0) });
  };
  await open(undefined, { send }).manifest(parseReference("nginx"), "1.29");
  expect(seen).toEqual(["https://registry-1.docker.io/v2/library/nginx/manifests/1.29"]);
});

test("a manifest under a tag must be what the registry says that it is", async () => {
  putImage(registry, repository, "tagged", "v9");
  registry.options.fault = (request, response) => {
    if (!request.url?.endsWith("/v9")) return false;
    response.writeHead(200, { "docker-content-digest": image.digest }).end("{}");
    return true;
  };
  await expect(open().manifest(at(), "v9")).rejects.toMatchObject({ code: "wrong-digest" });
});

test("a body longer than its descriptor says is not read to its end", async () => {
  const blob = registry.putBlob(Buffer.from("12345"), "text/plain");
  registry.spoil(blob.digest, () => Buffer.alloc(1_000_000));
  await expect(open().blob(at(), { ...blob, annotations: {} })).rejects.toMatchObject({ code: "too-large" });
});

test("a list of referrers is read page by page, only on the same repository's pages", async () => {
  const pages: Record<string, { link?: string; manifests: Pointer[] }> = {
    first: { link: `</v2/${repository}/referrers/${image.digest}?page=2>; rel="next"`, manifests: [image] },
    "2": { link: '<https://evil.example.org/v2/other/referrers/x>; rel="next"', manifests: [image] },
  };
  registry.options.fault = (request, response) => {
    const page = pages[new URL(request.url ?? "", "http://x").searchParams.get("page") ?? "first"];
    if (!request.url?.includes("/referrers/") || page === undefined) return false;
    const headers = {
      "content-type": "application/vnd.oci.image.index.v1+json",
      ...(page.link ? { link: page.link } : {}),
    };
    response.writeHead(200, headers).end(JSON.stringify({ schemaVersion: 2, manifests: page.manifests }));
    return true;
  };
  expect(await open().referrers(at(), image.digest)).toHaveLength(2);
  expect(registry.requests).toHaveLength(2);
});

test("a registry without the Referrers API is told from one with an empty list", async () => {
  const client = open();
  expect(await client.referrers(at(), image.digest)).toEqual([]);
  attachReferrer(registry, repository, image, Buffer.from("{}"), "application/spdx+json");
  expect(await client.referrers(at(), image.digest)).toHaveLength(1);
  registry.options.referrersApi = false;
  expect(await client.referrers(at(), image.digest)).toBeUndefined();
});
