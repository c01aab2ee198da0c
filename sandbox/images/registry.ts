import { type Blob, type Image, MANIFEST_TYPE } from "./image";

const expectStatus = async (response: Response, expected: number, what: string): Promise<void> => {
  if (response.status === expected) return;
  const text = (await response.text()).slice(0, 500);
  throw new Error(
    `Cannot push ${what}: the registry must answer ${expected}: got ${response.status} ${text}`,
  );
};

const pushBlob = async (blob: Blob, registryUrl: string, repository: string): Promise<void> => {
  const known = await fetch(`${registryUrl}/v2/${repository}/blobs/${blob.digest}`, { method: "HEAD" });
  if (known.ok) return;
  const what = `blob "${blob.digest}" to "${repository}"`;
  const opened = await fetch(`${registryUrl}/v2/${repository}/blobs/uploads/`, { method: "POST" });
  await expectStatus(opened, 202, what);
  const target = new URL(opened.headers.get("location") ?? "", registryUrl);
  target.searchParams.set("digest", blob.digest);
  const stored = await fetch(target, {
    method: "PUT",
    headers: { "content-type": "application/octet-stream" },
    body: new Uint8Array(blob.bytes),
  });
  await expectStatus(stored, 201, what);
};

/**
 * Pushes an image to a registry without authentication; blobs that the registry has already are not sent again.
 * @param registryUrl - for example "http://127.0.0.1:5000"
 * @returns the digest the registry stored it under
 * @throws {Error} when the registry refuses, with its answer
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#push
 */
export async function pushImage(
  image: Image,
  registryUrl: string,
  repository: string,
  tag: string,
): Promise<string> {
  await Promise.all(image.blobs.map((blob) => pushBlob(blob, registryUrl, repository)));
  const stored = await fetch(`${registryUrl}/v2/${repository}/manifests/${tag}`, {
    method: "PUT",
    headers: { "content-type": MANIFEST_TYPE },
    body: new Uint8Array(image.manifest.bytes),
  });
  await expectStatus(stored, 201, `manifest "${repository}:${tag}"`);
  const digest = stored.headers.get("docker-content-digest");
  if (digest !== image.manifest.digest) {
    throw new Error(
      `Cannot push "${repository}:${tag}": its digest must be ${image.manifest.digest}: got ${digest}`,
    );
  }
  return digest;
}
