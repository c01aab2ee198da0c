import { abort } from "../../../../cli/abort/abort";
import { retry } from "../../../../cli/orders/retry";
import { setTrackImage } from "../../../../components/cluster/workloads";
import {
  startAttempt,
  startRollback,
} from "../../../../components/core/ledger/transitions/attempt-transition";
import type { Ledger } from "../../../../components/core/ledger/ledger";
import { listTargets } from "../../../../components/core/ledger/promoted-version";
import {
  promoted,
  startPromotion,
} from "../../../../components/core/ledger/transitions/promotion-transition";
import { stageStarted } from "../../../../components/core/ledger/transitions/stage-transition";
import { recordIntent } from "../../../../components/core/ledger/transitions/weight-transition";
import type { Session } from "../../../../components/session/session";
import { movePromotion, readLedger } from "../../../../components/stage/promotion/move-promotion";
import { raiseTraffic } from "../../../../components/stage/raise/raise-traffic";
import { moveToZero } from "../../../../components/traffic/end/abort-release";
import { freshEpoch } from "../../../../components/traffic/fresh-epoch";
import { idleOrTell } from "../../../../components/traffic/end/idle-canary";
import { readRouteAlone } from "../../../../components/traffic/look/read-route";
import { sleep } from "../../../../components/traffic/wait";
import { before, imageOf, released } from "../../../support/gate";
import type { Pace } from "./fates";
import type { Desk, World } from "./world";

const next = imageOf("c");

export type Person = (world: World, pace: Pace) => Promise<void>;

/** A person who begins at a time, on a machine that may sleep. */
const person =
  (name: string, work: (desk: Desk, world: World) => Promise<void>): Person =>
  async (world, pace) => {
    await sleep(pace.startsMs);
    await work(world.desk(name, pace), world);
  };

/** Raises to a weight by a gate that has let it pass, as a stage's `up` does. */
const raiseTo =
  (weight: number) =>
  async (session: Session, { phase, weight: from, attempt, epoch: known }: Ledger): Promise<void> => {
    const stage = attempt?.stages.find(({ key }) => key === String(weight));
    if (phase !== "progressing" || stage === undefined || weight <= from) return;
    const askedAtSeconds = session.now();
    const view = await readRouteAlone(session.cluster, session.settings);
    if (view === undefined || view.live.epoch !== known) return;
    await session.commit((one, nowSeconds) => stageStarted(one, { key: stage.key, nowSeconds }));
    const epoch = freshEpoch(view.live.epoch);
    await session.commit((one, nowSeconds) => recordIntent(one, { to: weight, epoch, by: "x", nowSeconds }));
    await raiseTraffic(session, view, { weight, epoch, reason: "gate", waived: [], askedAtSeconds });
  };

/** `up` of a stage. */
export const raises = (weight: number): Person =>
  person("stage", async ({ run }) => await run(`prod-canary-${weight}`, raiseTo(weight)));

/** Result of an abort, and the attempt that its first write of weight 0 was about. */
export interface Told {
  attempt: number | undefined;
  exitCode: number;
}

const reason = "drill";
const isOurs = (zero: unknown): boolean => (zero as { reason?: string } | null)?.reason === reason;

export const aborts = (told: Told): Person =>
  person("sluice abort", async ({ context }, { fake }) => {
    const call: typeof context.cluster.call = async (method, path, options) => {
      const isZero = method === "PATCH" && path.includes("/httproutes/") && told.attempt === undefined;
      const named = isZero ? /\\"attempt\\":(\d+)/.exec(JSON.stringify(options?.body))?.[1] : undefined;
      if (named !== undefined) told.attempt = Number(named);
      try {
        return await context.cluster.call(method, path, options);
      } finally {
        // One that could not read the ledger in time ends what is there when it is written.
        if (isZero && isOurs(fake.zeroReason())) told.attempt ??= fake.ledger().attempt?.number;
      }
    };
    const own = { ...context, cluster: { ...context.cluster, call } };
    told.exitCode = (await abort(own, reason, { waitMs: 50, awaySeconds: 30 })).exitCode;
  });

/** `sluice retry`, and the first stage of the new attempt. */
export const triesAgain: Person = person("sluice retry", async ({ context, run }) => {
  await retry(context, "again");
  await run("prod-canary-1", raiseTo(1));
});

const startOf = (session: Session, epoch: string, nowSeconds: number) => ({
  stages: session.settings.stages,
  objectives: {},
  epoch,
  nowSeconds,
});

/** Another image: the base stack ends the attempt that is under way, and begins one; then its first stage. */
export const supersedes: Person = person("prod", async ({ run }) => {
  await run("prod", async (session, ledger) => {
    const { attempt, phase } = ledger;
    if (phase === "progressing" || phase === "held") {
      const cause = { kind: "supersede", reason: "another image", attempt: attempt?.number } as const;
      const { observed } = await moveToZero(session, cause);
      if (observed !== "confirmed") return;
    } else if (ledger.weight > 0) return;
    await idleOrTell(session);
    const epoch = (await readRouteAlone(session.cluster, session.settings))?.live.epoch ?? "";
    const stable = (await readLedger(session)).promoted.at(-1) ?? { image: before };
    await session.commit((one, nowSeconds) =>
      startAttempt(one, { image: next, stable, ...startOf(session, epoch, nowSeconds) }),
    );
  });
  await run("prod-canary-1", raiseTo(1));
});

/** The base stack of a release that has passed: stable rolls, and gets the traffic in two steps. */
export const promotes: Person = person("prod", async ({ run }) => {
  await run("prod", async (session, found) => {
    const { cluster, settings } = session;
    if (found.phase === "passed") await session.commit(startPromotion);
    if ((await readLedger(session)).phase !== "promoting") return;
    await setTrackImage(cluster, settings, "stable", released);
    const ledger = await readLedger(session);
    const view = await readRouteAlone(cluster, settings);
    if (view === undefined || view.live.weight !== ledger.weight || view.live.epoch !== ledger.epoch) return;
    if (ledger.weight > 50) await movePromotion(session, view, { to: 50, reason: "stable is ready" });
    const { phase, attempt } = await readLedger(session);
    if (phase !== "promoting") return;
    await moveToZero(session, { kind: "promote", reason: "as good", attempt: attempt?.number });
    await session.commit((one, nowSeconds) => promoted(one, { nowSeconds }));
    await idleOrTell(session);
  });
});

/** `sluice rollback`: an attempt that goes back, and its first stage. */
export const rollsBack: Person = person("sluice rollback", async ({ run }) => {
  await run("sluice rollback", async (session, { phase, ...ledger }) => {
    const target = listTargets({ phase, ...ledger }).at(-1);
    if (target === undefined || (phase !== "promoted" && phase !== "aborted")) return;
    const epoch = (await readRouteAlone(session.cluster, session.settings))?.live.epoch ?? "";
    await session.commit((one, nowSeconds) =>
      startRollback(one, { ...target, reason: "worse", ...startOf(session, epoch, nowSeconds) }),
    );
  });
  await run("prod-canary-1", raiseTo(1));
});
