import type * as dynamic from "@pulumi/pulumi/dynamic";
import type { FlagsSettings } from "../core/flags/flag";
import { planFlags } from "../core/flags/plan-flags";
import type { FlagsPlan } from "../core/flags/plan-flags";
import type { FlagsRecord } from "../core/flags/record";
import { prefixed } from "../core/problem";
import { RunEnd } from "../core/run-end";
import { flagRuns } from "../flags/flag-runs";
import { flagStore } from "../flags/flag-store";
import { remindFlagd } from "../flags/put-in-force";
import { toRunEnd } from "../session/failure";
import { inSession } from "../session/session";
import type { ResourceInputs, Session } from "../session/session";
import { bySentence } from "./by-sentence";
import type { Properties } from "./provider";

type FlagInputs = ResourceInputs & { readonly flags: FlagsSettings };

function plan({ settings, now }: Session, { flags }: FlagInputs, record: FlagsRecord | undefined): FlagsPlan {
  const { app, environment } = settings;
  return planFlags({ app, environment, list: flags.list, flagd: flags.flagd }, record, now());
}

/** Refuses what would change users of a flag without its gate, all problems at once. */
function demandFit({ problems }: FlagsPlan, { app }: Session["settings"]): void {
  if (problems.length === 0) return;
  throw new RunEnd(
    "refused",
    problems.map((one) => prefixed(`Cannot write the flags of "${app}": `, one)),
  );
}

/** Reads live flags, so that a preview refuses and tells what an update would. */
export async function check(_olds: Properties, news: Properties): Promise<dynamic.CheckResult> {
  const inputs = news as unknown as FlagInputs;
  if (inputs.run?.preview !== true) return { inputs: news };
  await inSession(inputs, async (session) => {
    const found = plan(session, inputs, (await flagStore(session.cluster, session.settings).read())?.record);
    demandFit(found, session.settings);
    for (const sentence of found.told) session.say(sentence);
  });
  return { inputs: news };
}

/** Changes where the file's flags are not those of the cluster, or another writer changed the file of flagd. */
export async function diff(_id: string, _olds: Properties, news: Properties): Promise<dynamic.DiffResult> {
  const inputs = news as unknown as FlagInputs;
  try {
    return await inSession(inputs, async (session) => {
      const stored = await flagStore(session.cluster, session.settings).read();
      return { changes: stored?.isOwnFile !== true || plan(session, inputs, stored.record).changes };
    });
  } catch {
    return { changes: true };
  }
}

export const { create, update } = bySentence<FlagInputs>(
  ({ settings: { environment, app } }) => `${environment}-${app}-flags`,
  run,
);

async function run(inputs: FlagInputs): Promise<string> {
  return await inSession(inputs, async (session) => {
    const { cluster, settings } = session;
    try {
      let found: FlagsPlan | undefined;
      const stored = await flagStore(cluster, settings).update((present) => {
        found = plan(session, inputs, present?.record);
        demandFit(found, settings);
        return found.changes || present?.isOwnFile !== true ? found.record : undefined;
      });
      const told = found?.told ?? [];
      for (const sentence of told) session.say(sentence);
      // Flags are seen in force by their own rollout: here a flagd that runs is only told to look.
      if (stored !== undefined) await remindFlagd(cluster, settings.namespace, stored);
      return told.length === 0 ? "as configured" : told.join("; ");
    } catch (error) {
      throw toRunEnd(error, `write the flags of "${settings.app}"`);
    }
  });
}

/** Removes the flags: the code's own defaults count then. */
export async function remove(_id: string, props: Properties): Promise<void> {
  const { run: _run, ...inputs } = props as unknown as FlagInputs;
  await inSession(inputs, async ({ cluster, settings }) => {
    await flagStore(cluster, settings).remove();
    await flagRuns(cluster, settings).remove();
  });
}

export { remove as delete };
