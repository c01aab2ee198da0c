import * as fs from "node:fs";
import * as path from "node:path";
import { withCode } from "../../components/core/exit-code";
import { findAffectedStacks, readStack, stacksOf } from "./affected-stacks";
import type { AffectedStack } from "./affected-stacks";
import { changedFiles } from "./changed-files";
import { gatherEnvironment } from "./environment-preview";
import type { EnvironmentPreview, Week } from "./environment-preview";
import { given } from "../../components/core/given";
import { readProjectStacks } from "./known-stacks";
import type { ProjectStacks } from "./known-stacks";
import { previewStacks } from "./preview-stacks";
import type { PreviewStacksOptions } from "./preview-stacks";
import type { StackPreview } from "./stack-preview";

/** A project whose stacks are previewed. */
export interface PreviewProject extends PreviewStacksOptions {
  /** Environments; empty for all that have a file. */
  readonly wanted: readonly string[];
  /** Only stacks that changes since this commit affect. @default - all */
  readonly base?: string | undefined;
  /** Gates of the last seven days are looked at, too. @default false */
  readonly week?: boolean | undefined;
}

/** Previews of a project. */
export interface ProjectPreviews {
  readonly environments: readonly EnvironmentPreview[];
  /** Stacks of no environment, and of those whose file cannot be used. */
  readonly others: readonly StackPreview[];
  readonly all: readonly StackPreview[];
}

async function chooseStacks(
  root: string,
  known: ProjectStacks,
  base: string | undefined,
): Promise<AffectedStack[]> {
  if (base === undefined) {
    const named = [...known.environments.flatMap(stacksOf), ...known.others];
    return named.map((stack) => ({ stack, why: "named on the command line" }));
  }
  const { files, folder } = await changedFiles(root, base);
  // The name of a broken file still gives its environment.
  const environments = [
    ...known.environments,
    ...known.broken.map(({ environment }) => ({ environment, stages: [] })),
  ];
  const packagesAbove = !fs.existsSync(path.join(root, "package.json"));
  return findAffectedStacks(files, { environments, others: known.others, folder, packagesAbove });
}

function toBroken(known: ProjectStacks, chosen: readonly AffectedStack[], all: boolean): StackPreview[] {
  return known.broken.flatMap(({ environment, problem }) => {
    const affected = chosen.find(({ stack }) => stack === environment);
    if (affected === undefined && !all) return [];
    const why = affected?.why ?? "named on the command line";
    const empty = { steps: [], findings: [], warnings: [] };
    return [{ ...empty, stack: environment, why, errors: [withCode("usage", problem)], exitCode: undefined }];
  });
}

async function readWeekOf({ root, org, label = "", terminal }: PreviewProject, name: string): Promise<Week> {
  const { previewWeek } = require("./read-week") as typeof import("./read-week");
  const environment = name.slice(label.length);
  const week = await previewWeek({ cwd: root, environment, org, by: "sluice preview", terminal });
  terminal.print({ event: "week", environment: name, ...week });
  return week;
}

/** Previews the stacks of a project that a change affects; with a label all names begin with it. */
export async function previewProject(project: PreviewProject): Promise<ProjectPreviews> {
  const { root, wanted, base, label = "" } = project;
  const known = await readProjectStacks(root, wanted);
  const chosen = await chooseStacks(root, known, base);
  // Of many services a broken file is told on the request that broke it, not on every one.
  const broken = toBroken(known, chosen, label === "" || base === undefined);
  const usable = chosen.filter(({ stack }) => !broken.some((one) => one.stack === stack));
  const previews = await previewStacks(usable, project);
  const named = broken.map((one) => ({ ...one, stack: `${label}${one.stack}` }));
  const all = [...named, ...previews];
  const isOf = ({ stack }: StackPreview, environment: string): boolean =>
    readStack(stack)?.environment === environment;
  const gathered = known.environments
    .map((facts) => ({ ...facts, environment: `${label}${facts.environment}` }))
    .filter(({ environment }) => previews.some((one) => isOf(one, environment)))
    .map((facts) => gatherEnvironment(facts, previews));
  const environments: EnvironmentPreview[] = [];
  for (const one of gathered) {
    const week = project.week === true ? await readWeekOf(project, one.environment) : undefined;
    environments.push({ ...one, ...given("week", week) });
  }
  const others = all.filter((one) => !environments.some(({ environment }) => isOf(one, environment)));
  return { environments, others, all };
}
