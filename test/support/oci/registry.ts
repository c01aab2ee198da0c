import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";

export const ociManifest = "application/vnd.oci.image.manifest.v1+json";
export const ociIndex = "application/vnd.oci.image.index.v1+json";

/** A pointer to something in the registry. */
export interface Pointer {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

interface Stored {
  readonly bytes: Buffer;
  readonly mediaType: string;
  readonly subject?: Pointer;
  readonly artifactType?: string;
}

/** Fault of a registry instead of an answer; undefined lets it answer. */
export type Fault = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Settings of the registry; everything can be changed while it runs. */
export interface RegistryOptions {
  /** Whether it has the Referrers API. @default true */
  referrersApi?: boolean;
  /** Credentials that it wants. @default "none" */
  auth?: "none" | "basic" | "bearer";
  /** User and password it accepts; a refresh token is accepted as `refresh`. */
  user?: { readonly name: string; readonly password: string; readonly refresh?: string };
  /** Is asked first; true means that it has answered. */
  fault?: Fault;
  /** Key and certificate of https. @default - http */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** An OCI 1.1 registry in this process. */
export interface OciRegistry {
  readonly options: RegistryOptions;
  /** `127.0.0.1:PORT`, as in image names. */
  readonly host: string;
  /** Method and path of each request since the last `clear`. */
  readonly requests: string[];
  /** `Authorization` of each request, in the same order. */
  readonly authorizations: (string | undefined)[];
  putBlob(bytes: Buffer, mediaType: string): Pointer;
  /** Stores a manifest under its digest and perhaps a tag. */
  putManifest(repository: string, manifest: object, tag?: string): Pointer;
  /** Stores a manifest byte by byte under its digest and perhaps a tag. */
  putBytes(repository: string, bytes: Buffer, mediaType: string, tag?: string): Pointer;
  /** Changes stored bytes without changing their digest. */
  spoil(digest: string, change: (bytes: Buffer) => Buffer): void;
  remove(repository: string, name: string): void;
  manifest(repository: string, name: string): Record<string, unknown> | undefined;
  close(): Promise<void>;
}

/** Notes of a registry about a manifest when it is pushed. */
function readAttached(bytes: Buffer): Pick<Stored, "subject" | "artifactType"> {
  try {
    const { subject, artifactType } = JSON.parse(bytes.toString()) as Stored;
    return { ...(subject ? { subject } : {}), ...(artifactType ? { artifactType } : {}) };
  } catch {
    return {};
  }
}

const digestOf = (bytes: Buffer): string => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

const readAll = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

/** Starts a registry on a free port of 127.0.0.1; cosign can push to it. */
export async function startOciRegistry(options: RegistryOptions = {}): Promise<OciRegistry> {
  const blobs = new Map<string, Stored>();
  const manifests = new Map<string, Stored>();
  const uploads = new Map<string, Buffer>();
  const requests: string[] = [];
  const authorizations: (string | undefined)[] = [];
  let host = "";

  const store = (repository: string, bytes: Buffer, mediaType: string, tag?: string): Pointer => {
    const digest = digestOf(bytes);
    manifests.set(`${repository}@${digest}`, { bytes, mediaType, ...readAttached(bytes) });
    if (tag !== undefined) manifests.set(`${repository}@${tag}`, { bytes, mediaType });
    return { mediaType, digest, size: bytes.length };
  };

  const isAllowed = (request: IncomingMessage): boolean => {
    const { authorization } = request.headers;
    const { auth = "none", user } = options;
    if (auth === "none") return true;
    const basic = `Basic ${Buffer.from(`${user?.name}:${user?.password}`).toString("base64")}`;
    return authorization === (auth === "basic" ? basic : "Bearer registry-token");
  };

  const challenge = (repository: string): string =>
    options.auth === "basic"
      ? 'Basic realm="test"'
      : `Bearer realm="${options.tls ? "https" : "http"}://${host}/token",service="test",scope="repository:${repository}:pull"`;

  async function giveToken(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams((await readAll(request)).toString());
    const basic = `Basic ${Buffer.from(`${options.user?.name}:${options.user?.password}`).toString("base64")}`;
    const ok =
      request.method === "POST"
        ? form.get("refresh_token") === options.user?.refresh && form.get("grant_type") === "refresh_token"
        : options.user === undefined || request.headers.authorization === basic;
    response.writeHead(ok ? 200 : 401, { "content-type": "application/json" });
    response.end(JSON.stringify(ok ? { token: "registry-token" } : { errors: [] }));
  }

  function listReferrers(repository: string, digest: string): object[] {
    return [...manifests]
      .filter(([key]) => key.startsWith(`${repository}@sha256:`))
      .flatMap(([key, { bytes, mediaType, subject, artifactType }]) => {
        if (subject?.digest !== digest) return [];
        return [{ mediaType, digest: key.slice(repository.length + 1), size: bytes.length, artifactType }];
      });
  }

  async function push(request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean> {
    const upload = /^\/v2\/(.+)\/blobs\/uploads\/(.*)$/.exec(url.pathname);
    const put = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(url.pathname);
    if (request.method === "PUT" && put) {
      const [, repository = "", name = ""] = put;
      const bytes = await readAll(request);
      const pointer = store(repository, bytes, request.headers["content-type"] ?? ociManifest, name);
      const { subject } = JSON.parse(bytes.toString()) as { subject?: Pointer };
      const told = subject && options.referrersApi !== false ? { "oci-subject": subject.digest } : {};
      response
        .writeHead(201, { "docker-content-digest": pointer.digest, location: url.pathname, ...told })
        .end();
      return true;
    }
    if (!upload) return false;
    const [, repository = "", id = ""] = upload;
    const key = id === "" ? `u${uploads.size}` : id;
    const bytes = Buffer.concat([uploads.get(key) ?? Buffer.alloc(0), await readAll(request)]);
    uploads.set(key, bytes);
    const digest = url.searchParams.get("digest");
    if (digest !== null) blobs.set(digest, { bytes, mediaType: "application/octet-stream" });
    const location =
      digest === null ? `/v2/${repository}/blobs/uploads/${key}` : `/v2/${repository}/blobs/${digest}`;
    const range = request.method === "PATCH" ? { range: `0-${bytes.length - 1}` } : {};
    response
      .writeHead(digest === null ? 202 : 201, { location, "docker-content-digest": digest ?? "", ...range })
      .end();
    return true;
  }

  function pull(request: IncomingMessage, response: ServerResponse, url: URL): void {
    const send = (found: Stored | undefined): void => {
      if (found === undefined) {
        response.writeHead(404, { "content-type": "application/json" }).end(JSON.stringify({ errors: [] }));
        return;
      }
      const { bytes, mediaType } = found;
      response.writeHead(200, {
        "content-type": mediaType,
        "content-length": bytes.length,
        "docker-content-digest": digestOf(bytes),
      });
      response.end(request.method === "HEAD" ? undefined : bytes);
    };
    const [, repository = "", what, name = ""] =
      /^\/v2\/(.+)\/(manifests|blobs|referrers|tags)\/(.+)$/.exec(url.pathname) ?? [];
    if (what === "blobs") return send(blobs.get(name));
    if (what === "manifests") return send(manifests.get(`${repository}@${name}`));
    if (what === "tags") {
      const tags = [...manifests.keys()].filter(
        (key) => key.startsWith(`${repository}@`) && !key.includes("@sha256:"),
      );
      const list = { tags: tags.map((key) => key.slice(repository.length + 1)) };
      return send({ mediaType: "application/json", bytes: Buffer.from(JSON.stringify(list)) });
    }
    if (what === "referrers" && options.referrersApi !== false) {
      const index = { schemaVersion: 2, mediaType: ociIndex, manifests: listReferrers(repository, name) };
      return send({ mediaType: ociIndex, bytes: Buffer.from(JSON.stringify(index)) });
    }
    return send(
      url.pathname === "/v2/" ? { mediaType: "application/json", bytes: Buffer.from("{}") } : undefined,
    );
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", `http://${host}`);
    requests.push(`${request.method} ${url.pathname}${url.search}`);
    authorizations.push(request.headers.authorization);
    if (options.fault?.(request, response)) return;
    if (url.pathname === "/token") return giveToken(request, response);
    if (!isAllowed(request)) {
      const repository = /^\/v2\/(.+)\/(?:manifests|blobs|referrers|tags)\//.exec(url.pathname)?.[1] ?? "";
      response.writeHead(401, { "www-authenticate": challenge(repository) }).end();
      return;
    }
    if (["PUT", "POST", "PATCH"].includes(request.method ?? "") && (await push(request, response, url)))
      return;
    pull(request, response, url);
  }

  const listener = (request: IncomingMessage, response: ServerResponse): void =>
    void answer(request, response);
  const server = options.tls ? createSecureServer(options.tls, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    options,
    host,
    requests,
    authorizations,
    putBlob(bytes, mediaType) {
      const digest = digestOf(bytes);
      blobs.set(digest, { bytes, mediaType });
      return { mediaType, digest, size: bytes.length };
    },
    putManifest: (repository, manifest, tag) =>
      store(
        repository,
        Buffer.from(JSON.stringify(manifest)),
        (manifest as { mediaType?: string }).mediaType ?? ociManifest,
        tag,
      ),
    putBytes: store,
    spoil(digest, change) {
      for (const stored of [blobs, manifests]) {
        for (const [key, found] of stored) {
          if (key.endsWith(digest)) stored.set(key, { ...found, bytes: change(found.bytes) });
        }
      }
    },
    remove: (repository, name) => void manifests.delete(`${repository}@${name}`),
    manifest: (repository, name) => {
      const found = manifests.get(`${repository}@${name}`);
      return found && (JSON.parse(found.bytes.toString()) as Record<string, unknown>);
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
