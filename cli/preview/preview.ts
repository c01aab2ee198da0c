import * as fs from "node:fs";
import * as path from "node:path";
import { exitCodes } from "../../components/core/exit-code";
import { RunEnd } from "../../components/core/run-end";
import type { CommonFlags } from "../define-command";
import { readEnvironmentName } from "../organization";
import { policyArguments } from "../options/policy-arguments";
import type { PolicyFlags } from "../options/policy-arguments";
import type { Outcome } from "../run-command";
import type { Terminal } from "../terminal";
import { hasServices, listServices } from "../services/list-services";
import { findPlace } from "./comment-place";
import { judgePreviews } from "./judge-previews";
import { postComment } from "./post-comment";
import { previewProject } from "./preview-project";
import type { PreviewProject, ProjectPreviews } from "./preview-project";
import { markerOf, renderComment } from "./render-comment";

/** Options of `sluice preview` as given. */
export interface PreviewFlags extends CommonFlags, PolicyFlags {
  readonly base?: string;
  readonly week?: boolean;
  readonly comment?: string;
  readonly post?: string;
  readonly key: string;
  readonly commit?: string;
}

function demandKey(key: string): void {
  if (!/^[a-zA-Z0-9-]{1,60}$/.test(key)) {
    const rule = "be 1 to 60 letters, digits and dashes";
    throw new RunEnd("usage", `Cannot preview: --key must ${rule}: got "${key}"`);
  }
}

/** Environments without their organisation, which is one for all. */
function readNames(
  names: readonly string[],
  given: string | undefined,
): { names: readonly string[]; org?: string | undefined } {
  let org = given;
  const environments = names.map((name) => {
    const named = readEnvironmentName(name, org);
    org = named.org;
    return named.environment;
  });
  return { names: environments, org };
}

/**
 * Lists the projects to preview: that of the folder, and where the folder has services, each of theirs that has an
 * environment of those names.
 */
async function listProjects(
  root: string,
  wanted: readonly string[],
  flags: PreviewFlags,
): Promise<
  readonly (Pick<PreviewProject, "root" | "label" | "wanted"> & { readonly extra: readonly string[] })[]
> {
  if (!hasServices(root)) return [{ root, wanted, extra: policyArguments(flags) }];
  const services = await listServices(root);
  const known = [...new Set(services.flatMap(({ environments }) => environments))];
  const unknown = wanted.find((one) => !known.includes(one));
  if (unknown !== undefined) {
    const rule = `ENV must be an environment of a service here, one of ${known.join(", ")}`;
    throw new RunEnd("usage", `Cannot preview: ${rule}: got "${unknown}"`);
  }
  // Each runs in its own folder: what was given is from here.
  const here = (given: readonly string[] = []): string[] => given.map((one) => path.resolve(root, one));
  const extra = policyArguments({
    policyPack: here(flags.policyPack),
    policyPackConfig: here(flags.policyPackConfig),
  });
  return services
    .map(({ name, root: folder, environments }) => ({
      root: folder,
      label: `${name}/`,
      wanted: wanted.filter((one) => environments.includes(one)),
      extra,
    }))
    .filter((one) => wanted.length === 0 || one.wanted.length > 0);
}

/** Previews the stacks that a change affects, and reports them in one comment. */
export async function preview(
  names: readonly string[],
  flags: PreviewFlags,
  { terminal, signal }: { terminal: Terminal; signal: AbortSignal },
): Promise<Outcome> {
  demandKey(flags.key);
  // Problems of the place to post to are found before the previews, which take minutes.
  const place = flags.post === undefined ? undefined : findPlace(flags.post, process.env);
  const { names: wanted, org } = readNames(names, flags.org);
  const projects = await listProjects(path.resolve(flags.cwd), wanted, flags);
  const results: ProjectPreviews[] = [];
  for (const project of projects)
    results.push(
      await previewProject({ ...project, org, base: flags.base, week: flags.week, signal, terminal }),
    );
  if (signal.aborted)
    return { exitCode: exitCodes.interrupted, sentence: "Interrupted: no comment was written" };
  const all = results.flatMap((one) => one.all);
  const body = renderComment({
    key: flags.key,
    environments: results.flatMap(({ environments }) => environments),
    others: results.flatMap(({ others }) => others),
    ...(flags.commit === undefined ? {} : { commit: flags.commit }),
  });
  writeComment(flags, body);
  const posted = place === undefined ? undefined : await postComment(place, markerOf(flags.key), body);
  if (posted !== undefined) terminal.say(`comment ${posted.id} ${posted.did}`);
  const result = judgePreviews(all);
  return {
    ...result,
    report: { event: "summary", stacks: all.map(({ stack }) => stack), posted: posted ?? null },
  };
}

function writeComment({ comment, json }: PreviewFlags, body: string): void {
  if (comment === undefined) return;
  if (comment !== "-") return fs.writeFileSync(comment, `${body}\n`);
  if (json !== true) process.stdout.write(`${body}\n`);
}
