import type * as dynamic from "@pulumi/pulumi/dynamic";
import { RunEnd } from "../core/run-end";
import { engineLog } from "../session/engine-log";
import { toRunEnd } from "../session/failure";
import { inSession } from "../session/session";
import type { ResourceInputs } from "../session/session";
import { runMigration } from "../stage/jobs/run-migration";
import type { MigrationOrder } from "../stage/jobs/run-migration";
import { bySentence } from "./by-sentence";
import type { Properties } from "./provider";

type MigrationInputs = ResourceInputs & {
  readonly order: MigrationOrder;
  /** Whether it says how long it waits for locks. */
  readonly isLockLimited: boolean;
};

/** Says what a person may want to change before it runs. */
export async function check(olds: Properties, news: Properties): Promise<dynamic.CheckResult> {
  const { order, isLockLimited, ...inputs } = news as unknown as MigrationInputs;
  const before = (olds as Partial<MigrationInputs>).order?.job.metadata.name;
  if (inputs.run?.preview === true && before !== order.job.metadata.name) {
    const say = engineLog(inputs.run.urn ?? "");
    if (order.backup !== undefined) {
      const verified = order.backup.verify === undefined ? ", by its own word," : " and verified";
      say(`backup "${order.backup.name}" of the database is taken${verified} before it begins`);
    }
    if (!isLockLimited)
      say(
        "sluice:migration.lockTimeout is not set: who waits for a lock makes stable's queries wait behind it; where the command reads SLUICE_LOCK_TIMEOUT, set it",
        { severity: "warning" },
      );
    if (order.cancel === undefined)
      say("sluice:migration.cancel is not set: what a stopped migration began in the database may live on");
  }
  return await Promise.resolve({ inputs: news });
}

/** Changes with the image or the commands alone: else a migration that ran to its end is not run again. */
export async function diff(_id: string, olds: Properties, news: Properties): Promise<dynamic.DiffResult> {
  const [before, now] = [olds, news].map((one) => (one as Partial<MigrationInputs>).order);
  const isOther = before?.commands !== undefined && before.commands !== now?.commands;
  return await Promise.resolve({ changes: isOther || before?.job.metadata.name !== now?.job.metadata.name });
}

export const { create, update } = bySentence<MigrationInputs>(
  ({ settings: { environment, app } }) => `${environment}-${app}-migration`,
  run,
);

async function run(inputs: MigrationInputs): Promise<string> {
  const { app, stack } = inputs.settings;
  return await inSession(inputs, async (session) => {
    try {
      const sentence = await runMigration(session, inputs.order);
      session.say(sentence);
      return sentence;
    } catch (error) {
      const end = toRunEnd(error, `migrate "${app}"`);
      if (end.end !== "interrupted") throw end;
      throw new RunEnd("interrupted", {
        text: `Interrupted: the migration of "${app}" goes on in the cluster, and nobody watches stable now`,
        fix: `pulumi up -s ${stack} goes on with it`,
      });
    }
  });
}

/** Its Job is another resource's. */
export async function remove(): Promise<void> {
  await Promise.resolve();
}

export { remove as delete };
