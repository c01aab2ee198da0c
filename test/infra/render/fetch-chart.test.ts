import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { create } from "tar";
import { RenderedProject } from "./project";

let [project, server, folder]: [RenderedProject, Server, string] = [] as never;
let repository: string;
let archive: Buffer;
/** Files of the repository, by path; a text that begins with / is a redirection. */
let files: Record<string, string | Buffer>;
let asked: string[];
const before = process.env["XDG_CACHE_HOME"];
const digestOf = (text: string | Buffer): string =>
  `sha256:${createHash("sha256").update(text).digest("hex")}`;

beforeEach(async () => {
  [files, asked] = [{}, []];
  server = createServer((request, response) => {
    const place = request.url ?? "";
    asked.push(place);
    const text = files[place];
    if (typeof text === "string" && text.startsWith("/")) response.writeHead(302, { location: text }).end();
    else response.writeHead(text === undefined ? 404 : 200).end(text);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  repository = `http://127.0.0.1:${(server.address() as AddressInfo).port}/charts`;
  folder = await mkdtemp(path.join(tmpdir(), "sluice-cache-"));
  process.env["XDG_CACHE_HOME"] = folder;
  project = await RenderedProject.make();
  const urls = ["a-1.0.0.tgz"];
  files["/charts/index.yaml"] = JSON.stringify({ entries: { a: [{ version: "1.0.0", urls }] } });
  files["/charts/a-1.0.0.tgz"] = "/files/a.tgz";
  await project.write({ "a/Chart.yaml": "name: a" });
  archive = create({ gzip: true, sync: true, cwd: project.root }, ["a"]).read() as Buffer;
  files["/files/a.tgz"] = archive;
});

afterEach(async () => {
  if (before === undefined) delete process.env["XDG_CACHE_HOME"];
  else process.env["XDG_CACHE_HOME"] = before;
  server.close();
  await Promise.all([project.remove(), rm(folder, { recursive: true, force: true })]);
});

const render = async (more: object = {}) =>
  await project.render({ chart: { name: "a", repository, version: "v1.0.0", ...more } });

test("a chart of a repository is fetched once; the next rendering asks nobody", async () => {
  await render();
  expect(asked).toEqual(["/charts/index.yaml", "/charts/a-1.0.0.tgz", "/files/a.tgz"]);
  const options = project.calls.map(([, inputs]) => JSON.parse(inputs["jsonOpts"] ?? "") as { path: string });
  expect(path.dirname(options[0]?.path ?? "")).toBe(`${folder}/sluice/charts`);
  // Once more, from its files.
  expect(path.basename(options[1]?.path ?? "")).toBe("a");
  expect(options[0]).not.toHaveProperty("chart");
  server.closeAllConnections();
  await new Promise((end) => server.close(end));
  await render({ digest: digestOf(archive) });
  expect(asked).toHaveLength(3);
});

test.each([
  [
    "another archive than its digest",
    { digest: digestOf("other") },
    "chart.digest must be that of the archive",
  ],
  ["a version that is not there", { version: "2.0.0" }, "no a 2.0.0 in its index.yaml"],
  ["a chart that is not there", { name: "b" }, "no b v1.0.0 in its index.yaml"],
])("%s is refused, and nothing is kept of it", async (_what, more, says) => {
  await expect(render(more)).rejects.toThrow(says);
  expect(project.calls).toHaveLength(0);
});

test("what is kept is refused as well, where the digest is another one", async () => {
  await render();
  await expect(render({ digest: digestOf("other") })).rejects.toThrow(/got a v1.0.0 with sha256:.*\.tgz\)/);
});

test("an archive that is not what the index says, and a server that does not answer, are refused", async () => {
  const entry = { version: "1.0.0", urls: ["a-1.0.0.tgz"], digest: digestOf("other").slice(7) };
  files["/charts/index.yaml"] = JSON.stringify({ entries: { a: [entry] } });
  await expect(render()).rejects.toThrow("as the index of http://127.0.0.1");
  delete files["/files/a.tgz"];
  await expect(render()).rejects.toThrow("/files/a.tgz: HTTP 404");
  files["/charts/a-1.0.0.tgz"] = "/charts/a-1.0.0.tgz";
  await expect(render()).rejects.toThrow("HTTP 302");
  server.closeAllConnections();
  await new Promise((end) => server.close(end));
  await expect(render()).rejects.toThrow("sluice:app.from.chart must be fetched once: got a v1.0.0: ");
});
