import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { map, RenderedProject } from "./project";

let [project, folder, repository, commit]: [RenderedProject, string, string, string] = [] as never;
const before = process.env["XDG_CACHE_HOME"];

const git = (...args: readonly string[]): string =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...args], {
    cwd: repository,
    encoding: "utf8",
  }).trim();

const commitAll = (): string => {
  git("add", "-A");
  git("commit", "--quiet", "-m", "x");
  return git("rev-parse", "HEAD");
};

/** Objects of a folder by the files of its resources, as Kustomize follows them. */
const follow = async (at: string): Promise<string[]> => {
  const text = await readFile(path.join(at, "kustomization.yaml"), "utf8");
  const found: string[] = [];
  for (const one of (/\[(.*)\]/.exec(text)?.[1] ?? "").split(",").map((part) => part.trim())) {
    if (one.startsWith("file:")) throw new Error(`${one} is fetched`);
    else if (one.endsWith(".yaml")) found.push(await readFile(path.join(at, one), "utf8"));
    else if (one !== "") found.push(...(await follow(path.resolve(at, one))));
  }
  return found;
};

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), "sluice-cache-")));
  process.env["XDG_CACHE_HOME"] = path.join(folder, "cache");
  repository = path.join(folder, "repository");
  project = new RenderedProject(path.join(folder, "project"));
  for (const name of ["base", "inner"]) await mkdir(path.join(repository, name), { recursive: true });
  git("init", "--quiet");
  await writeFile(path.join(repository, "inner/kustomization.yaml"), "resources: [c.yaml]");
  await writeFile(path.join(repository, "inner/c.yaml"), "c");
  await writeFile(path.join(repository, "base/b.yaml"), "b");
  await writeFile(path.join(repository, "base/kustomization.yaml"), "resources: [b.yaml, ../inner]");
  commit = commitAll();
  project.answers = {
    "kubernetes:kustomize:directory": async ({ directory = "" }) => [
      { ...map, data: { of: (await follow(directory)).join() } },
    ],
  };
});

afterEach(async () => {
  if (before === undefined) delete process.env["XDG_CACHE_HOME"];
  else process.env["XDG_CACHE_HOME"] = before;
  await rm(folder, { recursive: true, force: true });
});

const remote = (at = commit, place = "//base"): string => `file://${repository}${place}?ref=${at}`;

test("a remote base is fetched once for a commit, also an inner one, and the set is as if it were here", async () => {
  await project.write({
    "k/kustomization.yaml": `resources: [a.yaml, ../own, ${remote()}]`,
    "k/a.yaml": "a",
    "own/kustomization.yaml": `bases: [${remote(commit, "//inner")}&submodules=false]`,
  });
  const expected = [{ ...map, data: { of: "a,c,b,c" } }];
  await expect(project.render({ kustomize: "k" })).resolves.toEqual(expected);
  await rm(repository, { recursive: true });
  await expect(project.render({ kustomize: "k" })).resolves.toEqual(expected);
});

test("what a remote base is made of is held to the same rules", async () => {
  await writeFile(
    path.join(repository, "inner/kustomization.yaml"),
    "resources: ['https://example.org/a/b?ref=main']",
  );
  const newer = commitAll();
  await project.write({ "k/kustomization.yaml": `resources: [${remote(newer)}]` });
  await expect(project.render({ kustomize: "k" })).rejects.toThrow(
    /sluice:app\.from\.kustomize \(.*inner\) must be a remote base with a commit .*: got https:\/\/example\.org/u,
  );
});

test("a commit or a folder that is not there is refused, and nothing is kept of it", async () => {
  await project.write({ "k/kustomization.yaml": `resources: [${remote("a".repeat(40))}]` });
  await expect(project.render({ kustomize: "k" })).rejects.toThrow(
    /sluice:app\.from\.kustomize must be fetched once: got file:.*repository aaaaaaaaaa: fatal:/u,
  );
  await project.write({ "k/kustomization.yaml": `resources: [${remote(commit, "//nope")}]` });
  await expect(project.render({ kustomize: "k" })).rejects.toThrow("got no nope in file://");
});

test("a set that names its origins is left to Kustomize: a folder of this machine is none", async () => {
  await project.write({
    "k/kustomization.yaml": `resources: [${remote()}]\nbuildMetadata:\n  - originAnnotations`,
  });
  await expect(project.render({ kustomize: "k" })).rejects.toThrow("is fetched");
});
