import {
  backupNoted,
  migrationBegan,
  migrationFailed,
  wayBackNoted,
} from "../../../../../components/core/ledger/transitions/database-transition";
import {
  isTakenBack,
  standingBackup,
  timesTakenBack,
} from "../../../../../components/core/ledger/database-facts";
import type { Ledger } from "../../../../../components/core/ledger/ledger";
import { A, attempt, B, C, ledger, now, running } from "../../release/world";

const migration = { image: B, reversible: true };
const backup = { name: "b", state: "taken", atSeconds: now } as const;
const begun = running(0, "pending", { attempt: attempt(B, { revision: "0123456789" }) });
const after = (...steps: ((before: Ledger) => { ledger: Ledger } | undefined)[]): Ledger =>
  steps.reduce((before, step) => step(before)?.ledger ?? before, begun);
const back = (state: "begun" | "done" | "failed") => (before: Ledger) =>
  wayBackNoted(before, { way: "restore", state, who: "anna", atSeconds: now });
const took = (before: Ledger) => backupNoted(before, migration, backup);
const began = (before: Ledger) => migrationBegan(before, migration, now);

test("a backup, a migration and its failure are noted with what stable was before", () => {
  const saved = after(took, (before) => backupNoted(before, migration, { ...backup, state: "verified" }));
  expect(saved.database).toEqual({
    attempt: 2,
    image: B,
    revision: "0123456789",
    before: A,
    reversible: true,
    backup: { ...backup, state: "verified" },
  });
  expect(standingBackup(saved)).toMatchObject({ state: "verified" });
  const failed = migrationFailed(after(took, began), migration, now + 1);
  expect(failed).toMatchObject({
    ledger: { database: { backup, migration: { state: "failed", atSeconds: now + 1 } } },
    event: { type: "Warning", reason: "MigrationFailed" },
  });
  expect(backupNoted(begun, migration, { ...backup, state: "verified" })?.event.reason).toBe(
    "BackupVerified",
  );
});

test("a backup that a person names is noted as the migration begins", () => {
  const named = migrationBegan(begun, { ...migration, namedBackup: "s3://b" }, now);
  expect(named?.ledger.database).toMatchObject({
    backup: { name: "s3://b", state: "named" },
    migration: { state: "begun", atSeconds: now },
  });
});

test.each<[string, Ledger]>([
  ["another image", running(0, "pending", { attempt: attempt(C) })],
  ["nothing running", ledger({ attempt: attempt(B) })],
  ["no attempt", { ...begun, attempt: undefined } as never],
])("nothing is noted with %s, and no backup stands", (_what, before) => {
  expect(migrationBegan(before, migration, now)).toBeUndefined();
  expect(
    standingBackup({ ...before, database: { attempt: 9, image: B, reversible: true, backup } }),
  ).toBeUndefined();
});

test("no backup stands without a ledger, of another attempt, and after a way back", () => {
  expect(standingBackup(undefined)).toBeUndefined();
  expect(standingBackup(begun)).toBeUndefined();
  const saved = after(took, began);
  expect(standingBackup({ ...saved, attempt: attempt(B, { number: 3 }) })).toBeUndefined();
  expect(standingBackup(after(took, began, back("begun")))).toEqual(backup);
  expect(standingBackup(after(took, began, back("done")))).toBeUndefined();
});

test("a way back counts once it is done; the next migration of the image begins a record that knows of it", () => {
  expect(wayBackNoted(begun, { way: "undo", state: "begun", who: "anna", atSeconds: 1 })).toBeUndefined();
  const failed = after(took, began, back("begun"), back("failed"));
  expect([isTakenBack(failed, B), timesTakenBack(failed, B)]).toEqual([false, 0]);
  const done = after(took, began, back("failed"), back("done"));
  expect([isTakenBack(done, B), timesTakenBack(done, B)]).toEqual([true, 1]);
  expect([isTakenBack(done, C), timesTakenBack(done, C), timesTakenBack(undefined, C)]).toEqual([
    false,
    0,
    0,
  ]);
  const again = after(took, began, back("done"), began);
  expect(again.database).toMatchObject({ takenBack: 1, migration: { state: "begun" } });
  expect(again.database).not.toHaveProperty("back");
  expect(again.database).not.toHaveProperty("backup");
  expect(after(took, began, back("done"), began, back("done")).database?.takenBack).toBe(2);
});

test.each([
  ["restore", "begun", "Warning", "DatabaseRestore", /^Restore of the database by anna began$/],
  ["undo", "done", "Normal", "DatabaseUndo", /^Undo of the database by anna is done$/],
  ["undo", "failed", "Warning", "DatabaseUndo", /failed$/],
] as const)("a way back is an Event: %s %s", (way, state, type, reason, message) => {
  const made = wayBackNoted(after(began), { way, state, who: "anna", atSeconds: now });
  expect(made?.event).toEqual({ type, reason, message: expect.stringMatching(message) });
});

test("an attempt of an older Sluice has neither revision nor image before", () => {
  const { previousImage: _, ...old } = attempt(B);
  const made = migrationBegan({ ...begun, attempt: old }, { image: B, reversible: false }, now);
  expect(made?.ledger.database).toEqual({
    attempt: 2,
    image: B,
    reversible: false,
    migration: { state: "begun", atSeconds: now },
  });
});
