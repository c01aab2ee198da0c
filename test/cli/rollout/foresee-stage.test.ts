import { foreseeStage } from "../../../cli/rollout/foresee-stage";
import type { Ledger, Phase } from "../../../components/core/ledger/ledger";
import { weightStage } from "../../../components/core/stage/exposure";
import { attemptOf, ledgerOf } from "../../support/gate";
import { imageOf } from "../../support/environment";

const [A, B, C] = ["a", "b", "c"].map((one) => ({ image: imageOf(one) })) as [
  { image: string },
  { image: string },
  { image: string },
];
const stages = [weightStage(1), weightStage(50)];

const running = (phase: Phase, change: Partial<Ledger> = {}): Ledger =>
  ledgerOf({ phase, promoted: [A], attempt: attemptOf(["passed", "pending"], B), ...change });

test.each([
  ["the first stage of a release that begins", running("promoted"), C, "prod-canary-1"],
  ["that of one that supersedes another", running("progressing"), C, "prod-canary-1"],
  ["that of one after an abort", running("aborted"), C, "prod-canary-1"],
  ["the next stage of one that goes on", running("progressing"), B, "prod-canary-5"],
  ["the next stage of one that is held", running("held"), B, "prod-canary-5"],
  ["none before a promotion", running("passed"), B, undefined],
  ["none in a promotion", running("promoting"), B, undefined],
  ["none for a version that is stable", running("promoted"), A, undefined],
  ["none for a version that was aborted", running("aborted", { aborted: [C] }), C, undefined],
  ["none for a first deploy", running("promoting", { promoted: [] }), C, undefined],
  ["none without a ledger", undefined, C, undefined],
])("foreseeStage() gives %s", (_, ledger, wanted, expected) => {
  expect(foreseeStage({ environment: "prod", wanted, ledger, stages })).toBe(expected);
});

test("foreseeStage() gives none where no stages are configured, and none once all have passed", () => {
  const outlook = { environment: "prod", stages: [] };
  expect(foreseeStage({ ...outlook, wanted: C, ledger: running("promoted") })).toBeUndefined();
  const passed = running("progressing", { attempt: { ...attemptOf([], B), stages: [] } });
  expect(foreseeStage({ ...outlook, wanted: B, ledger: passed })).toBeUndefined();
});
