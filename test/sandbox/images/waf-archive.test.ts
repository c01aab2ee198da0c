import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { readTar } from "../../../sandbox/images/tar";
import { writeWaf } from "../../../sandbox/images/waf-archive";

// The first run unpacks Debian's packages and builds the image.
jest.setTimeout(300_000);

test("the firewall's image is written as a layout of one image, under the digest that is told", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "write-waf-"));
  const digest = await writeWaf(path.join(folder, "waf.tar"));
  const files = readTar(await readFile(path.join(folder, "waf.tar")));
  await rm(folder, { recursive: true });
  const index = JSON.parse(String(files.get("index.json"))) as { readonly manifests: readonly object[] };
  expect(index.manifests).toMatchObject([{ digest }]);
  const manifest = JSON.parse(String(files.get(`blobs/sha256/${digest.slice("sha256:".length)}`))) as {
    readonly config: { readonly digest: string };
  };
  const config = String(files.get(`blobs/sha256/${manifest.config.digest.slice("sha256:".length)}`));
  expect(JSON.parse(config)).toMatchObject({ config: { User: "65532:65532", Entrypoint: ["/waf"] } });
});
