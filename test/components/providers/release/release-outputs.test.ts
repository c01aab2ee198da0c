import { diff } from "../../../../components/providers/release/release";
import { toOutputs } from "../../../../components/providers/release/release-outputs";
import type { DatabaseRecord } from "../../../../components/core/ledger/database-record";
import { toSettings } from "../../../../stacks/settings/settings";
import { parseStackName } from "../../../../stacks/name";
import { configWith } from "../../../support/environment";
import { before, ledgerOf, released, trackOf } from "../../../support/gate";

const settings = toSettings(configWith(), parseStackName("prod"));
const decision = {
  kind: "start",
  stable: { image: before },
  canary: { image: released },
  migrate: true,
  begins: false,
  sentence: "begins",
  problems: [],
} as const;
const keyOf = (database?: DatabaseRecord): string => {
  const [stable, canary] = [before, released].map((image) => trackOf(image, 1, { template: {} }));
  const reading = { stable, canary, known: new Map(), ledger: ledgerOf(database && { database }) };
  return toOutputs(decision as never, reading, settings, 3).migrationKey;
};
const database = { attempt: 2, image: released, reversible: false } as const;

test.each([
  ["never", undefined, "bbbbbbbbbbbb"],
  ["not, as far as is known", database, "bbbbbbbbbbbb"],
  ["twice", { ...database, takenBack: 2 }, "bbbbbbbbbbbb-2"],
  ["for another image", { ...database, image: before, takenBack: 2 }, "bbbbbbbbbbbb"],
])("a migration that was taken back %s runs by a Job of a name of its own", (_what, record, key) => {
  expect(keyOf(record)).toBe(key);
});

test("a release acts where nothing but the migration was taken back: its Job gets another name", async () => {
  const outputs = { decision: "continue", settings, migrationKey: "k", migrate: true };
  expect(await diff("", outputs, outputs)).toEqual({ changes: false });
  expect(await diff("", outputs, { ...outputs, migrationKey: "k-1" })).toEqual({ changes: true });
});
