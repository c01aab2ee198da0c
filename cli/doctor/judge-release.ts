import { howToGetPulumi } from "../installation";
import { missing, note, ok } from "./check";
import type { DoctorCheck } from "./check";

/** Facts that decide whether a release can be run from here. */
export interface ReleaseFacts {
  /** Version of the `node` on PATH, which Pulumi runs programs with. */
  readonly node: string | undefined;
  readonly oldestNode: string;
  /** Version of the `pulumi` on PATH. */
  readonly pulumi: string | undefined;
  readonly oldestPulumi: string;
  /** Whether the folder is a Pulumi project. */
  readonly hasProject: boolean;
  /** Address of Pulumi's backend, or the reason why it is not known. */
  readonly backend: { readonly url: string } | { readonly problem: string };
  /** Stack files whose secrets are encrypted by a passphrase. */
  readonly encrypted: readonly string[];
  readonly hasPassphrase: boolean;
  /** Contexts of the kubeconfig, or why it cannot be read. */
  readonly contexts: readonly string[] | { readonly problem: string };
  /** Environments with a file here: the cluster that answered, or the problem of file or cluster. */
  readonly environments: readonly {
    readonly name: string;
    readonly answer: { readonly cluster: string } | { readonly problem: string };
  }[];
}

const numbers = (version: string): readonly number[] =>
  (version.match(/\d+/gu) ?? []).slice(0, 3).map(Number);

/** Whether a version is at least another one; text after the third number is ignored. */
export function isAtLeast(version: string, least: string): boolean {
  const [a, b] = [numbers(version), numbers(least)];
  const differing = [0, 1, 2].find((i) => (a[i] ?? 0) !== (b[i] ?? 0));
  return differing === undefined || (a[differing] ?? 0) > (b[differing] ?? 0);
}

function judgeVersion(name: string, found: string | undefined, least: string, fix: string) {
  const rule = `${name} on PATH must be ${least} or newer`;
  if (found === undefined) return missing(`${rule}: got none`, fix);
  return isAtLeast(found, least) ? ok(found) : missing(`${rule}: got ${found}`, fix);
}

function judgeBackend({ pulumi, backend }: ReleaseFacts) {
  if (pulumi === undefined) return note("not asked: it needs Pulumi");
  if ("url" in backend) return ok(backend.url);
  return missing(
    `Pulumi must be logged in to a backend: got ${backend.problem}`,
    "run pulumi login, or set PULUMI_BACKEND_URL or PULUMI_ACCESS_TOKEN",
  );
}

function judgePassphrase({ encrypted, hasPassphrase }: ReleaseFacts) {
  if (encrypted.length === 0) return ok("no stack needs one");
  if (hasPassphrase) return ok(`set, for ${encrypted.join(", ")}`);
  return missing(
    `passphrase must be set for ${encrypted.join(", ")}: got none`,
    "set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE",
  );
}

function judgeKubeconfig({ contexts }: ReleaseFacts) {
  if ("problem" in contexts) return missing(contexts.problem, "set KUBECONFIG to a readable file");
  if (contexts.length > 0) return ok(`contexts ${contexts.join(", ")}`);
  return missing("kubeconfig must have a context: got none", "set KUBECONFIG, or write ~/.kube/config");
}

/**
 * Judges whether a release can be run from here.
 * @returns a check each, with its way out
 */
export function judgeRelease(facts: ReleaseFacts): readonly DoctorCheck[] {
  const { node, oldestNode, pulumi, oldestPulumi, hasProject, environments } = facts;
  const project = hasProject
    ? ok("Pulumi.yaml is here")
    : note(
        "no Pulumi.yaml here",
        "name its folder with -C, or make one: sluice adopt ENV deployment/NAME for what runs already, then sluice init ENV",
      );
  return [
    {
      name: "node",
      ...judgeVersion("Node", node, oldestNode, "install it, or put the project's node_modules/.bin on PATH"),
    },
    {
      name: "pulumi",
      ...judgeVersion("Pulumi", pulumi, oldestPulumi, howToGetPulumi),
    },
    { name: "backend", ...judgeBackend(facts) },
    { name: "passphrase", ...judgePassphrase(facts) },
    { name: "kubeconfig", ...judgeKubeconfig(facts) },
    { name: "project", ...project },
    ...environments.map(({ name, answer }) => ({
      name,
      ...("cluster" in answer ? ok(`its cluster answers: ${answer.cluster}`) : missing(answer.problem)),
    })),
  ];
}
