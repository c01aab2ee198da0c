import type { Problem } from "../../../problem";
import { toHookJob } from "./hook-job";
import type { ReleasedImage } from "./hook-job";
import type { RunHook } from "./hooks";
import { describe } from "../identity";
import type { HookJob, HookTime, RenderOptions } from "../rendered-app";

/** The hooks of a set that are its migration. */
export interface TakenMigration {
  readonly hooks: readonly HookJob[];
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

const only: Readonly<Record<HookTime, string>> = {
  install: "only at the first deploy",
  upgrade: "not at the first deploy",
};

const describeHook = ({ name, times }: HookJob): string => {
  const [time] = times;
  return times.length === 1 ? `Job ${name} (${only[time as HookTime]})` : `Job ${name}`;
};

/** Problems of hooks that do not go together with `sluice:migration`. */
function refuseBoth(jobs: readonly RunHook[], migration: RenderOptions["migration"]): readonly Problem[] {
  const path = "sluice:migration.command";
  if (jobs.length > 0 && migration === "command") {
    const names = jobs.map(({ job }) => describe(job)).join(", ");
    const text = `${path} must be left out, since hooks of the set are the migration: got it beside ${names}`;
    return [{ path, text, fix: "leave it out, or switch the hooks off by a value of the chart or a patch" }];
  }
  if (jobs.length === 0 && migration === "settings") {
    return [{ path, text: `${path} must be set, since the set has no hook that is a migration: got none` }];
  }
  return [];
}

/** Makes the migration of the hooks that run before the pods. */
export function takeMigration(
  jobs: readonly RunHook[],
  image: ReleasedImage,
  migration: RenderOptions["migration"],
): TakenMigration {
  const results = jobs.map((job) => toHookJob(job, image));
  const taken = results.filter((one) => "hook" in one);
  const hooks = taken.map(({ hook }) => hook);
  return {
    hooks,
    problems: [
      ...refuseBoth(jobs, migration),
      ...results.flatMap((one) => ("problems" in one ? one.problems : [])),
    ],
    notes: [
      ...(hooks.length === 0
        ? []
        : [`hooks are the migration, in this order: ${hooks.map(describeHook).join(", ")}`]),
      ...taken.flatMap(({ notes }) => notes),
    ],
  };
}
