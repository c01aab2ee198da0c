import { createPublicKey, verify } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { signImage, signatureTag } from "../../../sandbox/images/sign";
import { ensureSigningKey } from "../../../sandbox/images/signing-key";

const folder = mkdtempSync(path.join(tmpdir(), "sluice-key-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const digest = `sha256:${"a".repeat(64)}`;

test("ensureSigningKey() makes one key and keeps it from others", async () => {
  const first = await ensureSigningKey(folder);
  const second = await ensureSigningKey(folder);
  expect(second.privateKey.equals(first.privateKey)).toBe(true);
  const file = path.join(path.dirname(first.publicFile), "cosign.key.pem");
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(readFileSync(first.publicFile, "utf8")).toMatch(/^-----BEGIN PUBLIC KEY-----/);
});

test("signImage() signs the image's digest, so that the public key alone proves it", async () => {
  const { privateKey, publicFile } = await ensureSigningKey(folder);
  const { manifest, blobs } = signImage("registry.example.org/shop", digest, privateKey);
  const { layers } = JSON.parse(manifest.bytes.toString()) as {
    layers: { digest: string; annotations: Record<string, string> }[];
  };
  const payload = blobs[1];
  expect(layers[0]?.digest).toBe(payload.digest);
  expect(JSON.parse(payload.bytes.toString())).toMatchObject({
    critical: { image: { "docker-manifest-digest": digest } },
  });
  const signature = Buffer.from(layers[0]?.annotations["dev.cosignproject.cosign/signature"] ?? "", "base64");
  const key = createPublicKey(readFileSync(publicFile, "utf8"));
  expect(verify("sha256", payload.bytes, key, signature)).toBe(true);
  expect(verify("sha256", Buffer.from("something else"), key, signature)).toBe(false);
});

test("signatureTag() is where cosign looks", () => {
  expect(signatureTag(digest)).toBe(`sha256-${"a".repeat(64)}.sig`);
});
