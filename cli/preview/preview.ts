import * as fs from "node:fs";
import * as path from "node:path";
import { exitCodes } from "../../components/core/exit-code";
import { RunEnd } from "../../components/core/run-end";
import type { CommonFlags } from "../define-command";
import { readEnvironmentName } from "../organization";
import { policyArguments } from "../policy-arguments";
import type { PolicyFlags } from "../policy-arguments";
import type { Outcome } from "../run-command";
import type { Terminal } from "../terminal";
import { platformStack } from "../../stacks/name";
import { findAffectedStacks, readStack, stacksOf } from "./affected-stacks";
import type { AffectedStack } from "./affected-stacks";
import { changedFiles } from "./changed-files";
import { findPlace } from "./comment-place";
import { gatherEnvironment } from "./environment-preview";
import { judgePreviews } from "./judge-previews";
import { readProjectStacks } from "./known-stacks";
import type { ProjectStacks } from "./known-stacks";
import { postComment } from "./post-comment";
import { previewStacks } from "./preview-stacks";
import { markerOf, renderComment } from "./render-comment";
import type { StackPreview } from "./stack-preview";

/** Options of `sluice preview` as given. */
export interface PreviewFlags extends CommonFlags, PolicyFlags {
  readonly base?: string;
  readonly comment?: string;
  readonly post?: string;
  readonly key: string;
  readonly commit?: string;
}

async function chooseStacks(
  root: string,
  known: ProjectStacks,
  base: string | undefined,
): Promise<AffectedStack[]> {
  if (base === undefined) {
    const named = [...known.environments.flatMap(stacksOf), ...(known.platform ? [platformStack] : [])];
    return named.map((stack) => ({ stack, why: "named on the command line" }));
  }
  const { files, folder } = await changedFiles(root, base);
  // The name of a broken file still gives its environment.
  const environments = [
    ...known.environments,
    ...known.broken.map(({ environment }) => ({ environment, stages: [] })),
  ];
  const packagesAbove = !fs.existsSync(path.join(root, "package.json"));
  return findAffectedStacks(files, { environments, platform: known.platform, folder, packagesAbove });
}

function toBroken(known: ProjectStacks, chosen: readonly AffectedStack[]): StackPreview[] {
  return known.broken.flatMap(({ environment, problem }) => {
    const affected = chosen.find(({ stack }) => stack === environment);
    const why = affected?.why ?? "named on the command line";
    const empty = { steps: [], findings: [], warnings: [] };
    return [{ ...empty, stack: environment, why, errors: [`[sluice:2] ${problem}`], exitCode: undefined }];
  });
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

/** Previews the stacks that a change affects, and reports them in one comment. */
export async function preview(
  names: readonly string[],
  flags: PreviewFlags,
  { terminal, signal }: { terminal: Terminal; signal: AbortSignal },
): Promise<Outcome> {
  demandKey(flags.key);
  // Problems of the place to post to are found before the previews, which take minutes.
  const place = flags.post === undefined ? undefined : findPlace(flags.post, process.env);
  const root = path.resolve(flags.cwd);
  const { names: wanted, org } = readNames(names, flags.org);
  const known = await readProjectStacks(root, wanted);
  const chosen = await chooseStacks(root, known, flags.base);
  const broken = toBroken(known, chosen);
  const usable = chosen.filter(({ stack }) => !broken.some((one) => one.stack === stack));
  const previews = await previewStacks(usable, {
    root,
    org,
    extra: policyArguments(flags),
    signal,
    terminal,
  });
  if (signal.aborted)
    return { exitCode: exitCodes.interrupted, sentence: "Interrupted: no comment was written" };
  const all = [...broken, ...previews];
  const isOf = ({ stack }: StackPreview, environment: string): boolean =>
    readStack(stack)?.environment === environment;
  const environments = known.environments
    .filter(({ environment }) => previews.some((one) => isOf(one, environment)))
    .map((facts) => gatherEnvironment(facts, previews));
  const others = all.filter((one) => !environments.some(({ environment }) => isOf(one, environment)));
  const body = renderComment({
    key: flags.key,
    environments,
    others,
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
