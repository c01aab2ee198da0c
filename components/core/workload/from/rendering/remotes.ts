import type { Json } from "../../../revision/revision";
import { asList, asObjects, asText, at } from "../../../json";

/** Fields of a kustomization that name files, folders or repositories. */
const fields = ["resources", "bases", "components", "crds", "generators", "transformers", "configurations"];

/** References of a kustomization, as they stand there. */
export function listKustomizationPaths(kustomization: Json): readonly string[] {
  return fields.flatMap((field) => asList(at(kustomization, field)).flatMap((one) => asText(one) ?? []));
}

/** Whether a path of a kustomization is somewhere else than on this machine. */
export function isRemote(path: string): boolean {
  return /^[a-z+]+:\/\/|^git@|^(github\.com|gitlab\.com|bitbucket\.org)[/:]|[?&]ref=|\/\/.*\?/.test(path);
}

/** A remote path for people: without credentials. */
export function showRemote(path: string): string {
  return path.replace(/\/\/[^/@]*@/, "//…@");
}

/** Reason why a remote path of a kustomization could be something else tomorrow; undefined where it names a commit. */
export function explainRemote(path: string): string | undefined {
  return /[?&](ref|version)=[0-9a-f]{40}(&|$)/.test(path)
    ? undefined
    : `be a remote base with a commit (?ref= and 40 hexadecimal digits): got ${showRemote(path)}`;
}

/** A folder of a repository at a commit. */
export interface RemoteBase {
  /** Address as git takes it. */
  readonly repository: string;
  /** Folder in it; empty for its root. */
  readonly folder: string;
  /** 40 hexadecimal digits. */
  readonly commit: string;
  readonly hasSubmodules: boolean;
}

/** Host, with whatever is before it, and the rest. */
const places =
  /^(file:\/\/|[a-z+]+:\/\/[^/]+\/|[^@/]+@[^:/]+[:/]|(?:github\.com|gitlab\.com|bitbucket\.org)[/:])(.+)$/;
/** Repository and folder, as Kustomize tells them apart, in its order. */
const splits = [/^(.*?_git\/[^/]+)(?:\/+(.*))?$/, /^(.+?)\/\/(.*)$/, /^(.*?\.git)(?:\/(.*))?$/];
const wholePath = /^(.+)$/;
const twoSegments = /^([^/]+\/[^/]+)(?:\/(.*))?$/;

/**
 * Repository, folder and commit of a remote path, as Kustomize reads it.
 * @returns undefined where it names no commit, or is of a form that only Kustomize knows
 * @see https://github.com/kubernetes-sigs/kustomize/blob/master/api/internal/git/repospec.go
 */
export function parseRemote(path: string): RemoteBase | undefined {
  const [place, query = ""] = path.split("?") as [string, string?];
  const asked = new URLSearchParams(query);
  const commit = asked.get("ref") ?? asked.get("version") ?? "";
  const [, host = "", rest = ""] = places.exec(place.replace(/^git::/, "")) ?? [];
  const patterns = [...splits, host === "file://" ? wholePath : twoSegments];
  const found = patterns.map((pattern) => pattern.exec(rest)).find((one) => one !== null);
  const folder = found?.[2] ?? "";
  if (found === undefined || !/^[0-9a-f]{40}$/.test(commit) || folder.split("/").includes("..")) {
    return undefined;
  }
  const known = /^[^@/]+\.[^@/]+[/:]$/.test(host);
  return {
    repository: `${known ? `https://${host.slice(0, -1)}/` : host}${found[1]}`,
    folder,
    commit,
    hasSubmodules: !/^(0|f|false)$/i.test(asked.get("submodules") ?? ""),
  };
}

/** Whether what a kustomization gives names the folders that it is made of, and so depends on where they are. */
export function namesOrigins(kustomization: Json): boolean {
  return asList(at(kustomization, "buildMetadata")).some(
    (one) => one === "originAnnotations" || one === "transformerAnnotations",
  );
}

/** Charts that a kustomization inflates: it needs a program for that. */
export function hasCharts(kustomization: Json): boolean {
  return (
    asObjects(at(kustomization, "helmCharts")).length > 0 ||
    asObjects(at(kustomization, "helmChartInflationGenerator")).length > 0
  );
}
