import type { Arbitrary } from "fast-check";
import { array, boolean, constantFrom, option, record, subarray } from "fast-check";
import type { Ledger } from "../../../../components/core/ledger/ledger";
import type { LiveTrack } from "../../../../components/core/live";
import { zeroKinds } from "../../../../components/core/live";
import type { Version } from "../../../../components/core/revision/version";
import type { ReleaseFacts, ReleaseObject } from "../../../../components/core/release/release-facts";
import { A, B, C, D, attempt, ledger, now, route, stages, track } from "./world";

const images = constantFrom(A, B, C, D);
const revisions = constantFrom(undefined, undefined, "1111111111", "2222222222");
/** A version whose revision may not be known. */
const versions: Arbitrary<Version> = record({ image: images, revision: revisions }).map(
  ({ image, revision }) => ({ image, ...(revision === undefined ? {} : { revision }) }),
);
const weights = constantFrom(0, 1, 50, 100, 33);

/** A track as anybody may have left it. */
const anyTrack: Arbitrary<LiveTrack> = record({
  of: versions,
  replicas: constantFrom(0, 3),
  ready: constantFrom(0, 3),
  settled: boolean(),
  available: boolean(),
  promoted: option(versions, { nil: undefined }),
  aborted: array(versions, { maxLength: 3 }),
}).map(({ of, ready, promoted, ...rest }) =>
  track(of.image, {
    ...rest,
    ...of,
    readyReplicas: ready,
    ...(promoted === undefined ? {} : { promoted }),
  }),
);

/** A ledger in any phase, also in states that no sequence of transitions leads to. */
const anyLedger: Arbitrary<Ledger> = record({
  phase: constantFrom("progressing", "held", "aborted", "passed", "promoting", "promoted"),
  kind: constantFrom("first", "release", "rollback"),
  of: option(versions, { nil: undefined }),
  pinned: boolean(),
  weight: weights,
  epoch: constantFrom("", "1-e", "2-f"),
  intent: option(record({ to: weights, epoch: constantFrom("2-f", "3-g") }), { nil: undefined }),
  promoted: array(versions, { maxLength: 3 }),
  aborted: array(versions, { maxLength: 3 }),
}).map(({ phase, kind, of, pinned, weight, epoch, intent, promoted, aborted }) =>
  ledger({
    phase,
    weight,
    epoch,
    promoted,
    aborted,
    ...(of === undefined
      ? {}
      : {
          attempt: attempt(of.image, {
            ...of,
            kind,
            stages: pinned ? stages.map((stage) => ({ ...stage, phase: "pending" as const })) : [],
          }),
        }),
    ...(intent === undefined ? {} : { intent: { ...intent, from: weight, atSeconds: now, by: "prod" } }),
  }),
);

/** Any reading of ledger and live objects, sensible or not. */
export const anyFacts: Arbitrary<ReleaseFacts> = record({
  wanted: versions,
  ledger: option(anyLedger, { nil: undefined }),
  stable: option(anyTrack, { nil: undefined }),
  canary: option(anyTrack, { nil: undefined }),
  route: option(
    record({
      weight: weights,
      epoch: constantFrom("", "1-e", "2-f", "3-g"),
      zero: option(constantFrom(...zeroKinds), {
        nil: undefined,
      }),
    }),
    { nil: undefined },
  ),
  observed: constantFrom("confirmed", "contradicted", "unknown", undefined),
  hadState: boolean(),
  intent: record({
    supersede: constantFrom(undefined, 2, 3),
    previewed: boolean(),
    age: constantFrom("older", "notOlder", "unknown"),
    fromOlderCommit: boolean(),
  }),
  refreshedAway: subarray<ReleaseObject>(["stable", "canary", "route"]),
}).map(({ route: live, wanted, ...facts }) => ({
  ...wanted,
  ...facts,
  environment: "prod",
  app: "shop",
  nowSeconds: now,
  route:
    live &&
    route(
      live.weight,
      live.epoch,
      live.zero === undefined ? {} : { zeroReason: { attempt: 2, kind: live.zero, reason: "because" } },
    ),
}));
