import type { Json } from "../../revision/revision";
import { asList, asObjects, asText, at } from "../../json";

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

/** Reason why a remote path of a kustomization could be something else tomorrow; undefined where it names a commit. */
export function explainRemote(path: string): string | undefined {
  return /[?&](ref|version)=[0-9a-f]{40}(&|$)/.test(path)
    ? undefined
    : `be a remote base with a commit (?ref= and 40 hexadecimal digits): got ${path.replace(/\/\/[^/@]*@/, "//…@")}`;
}

/** Charts that a kustomization inflates: it needs a program for that. */
export function hasCharts(kustomization: Json): boolean {
  return (
    asObjects(at(kustomization, "helmCharts")).length > 0 ||
    asObjects(at(kustomization, "helmChartInflationGenerator")).length > 0
  );
}
