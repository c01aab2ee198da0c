import type { Ledger } from "../../../../components/core/ledger/ledger";
import {
  explainChanged,
  explainWaiting,
  judgeMigration,
} from "../../../../components/core/release/judge-migration";
import { decideRelease } from "../../../../components/core/release/decide-release";
import { between, given, ready, soaking } from "./situations";
import { A, attempt, B, C, ledger } from "./world";

const name = "sluice:migration.command";
const [old, next] = [
  { name, key: "0000000001" },
  { name, key: "0000000002" },
];
/** A is stable, B was so before; each with the command that ran with it. */
const record: Partial<Ledger> = {
  promoted: [{ image: B }, { image: A }],
  migrated: [
    { image: B, ran: ["0000000000"] },
    { image: A, ran: [old.key] },
  ],
};
const ask = (image: string, migration: typeof old | undefined, change: Partial<Ledger> = record) =>
  judgeMigration({ ledger: ledger(change), migration, last: { image: A } }, image);

test.each([
  ["an image that was never promoted", C, old, record, true, undefined],
  ["an image whose command ran", A, old, record, false, undefined],
  ["an image without anything that migrates", A, undefined, record, false, undefined],
  ["stable's image with another command", A, next, record, true, "once more"],
  ["an earlier image with another command", B, next, record, false, "the database is ahead"],
  ["an image of an older ledger", A, next, { promoted: [{ image: A }] }, false, "not recorded"],
  [
    "an image that was promoted without any",
    A,
    next,
    { migrated: [{ image: A, ran: [] }] },
    false,
    "not recorded",
  ],
  [
    "an image that only the record still knows",
    B,
    next,
    { ...record, promoted: [{ image: A }] },
    false,
    "ahead",
  ],
])("judgeMigration(): %s", (_what, image, migration, change, migrate, says) => {
  const answer = ask(image, migration, change as Partial<Ledger>);
  expect(answer.migrate).toBe(migrate);
  if (says === undefined) expect(answer.told).toBeUndefined();
  else expect(answer.told?.text).toMatch(new RegExp(`^sluice:migration.command .*sha256:.*${says}`));
});

test("judgeMigration(): one that a person took back runs again with its image, but never in a rollback", () => {
  const database = (state: "begun" | "done") =>
    ({
      attempt: 1,
      image: B,
      reversible: false,
      back: { way: "undo", state, atSeconds: 1, who: "anna" },
    }) as const;
  expect(ask(B, old, { ...record, database: database("done") })).toEqual({ migrate: true });
  expect(ask(A, old, { ...record, database: database("done") }).migrate).toBe(false);
  expect(ask(B, old, { ...record, database: database("begun") }).migrate).toBe(false);
  const back = { attempt: attempt(B, { kind: "rollback" }), database: database("done") } as const;
  expect(ask(B, old, { ...record, ...back, phase: "progressing" }).migrate).toBe(false);
  expect(ask(B, old, { ...record, ...back }).migrate).toBe(true);
});

test("explainWaiting(): a changed command waits for a release, where none is to come", () => {
  const question = { ledger: ledger(record), last: { image: A } };
  expect(explainWaiting({ ...question, migration: next })?.text).toContain("does not run by itself");
  for (const migration of [old, undefined])
    expect(explainWaiting({ ...question, migration })).toBeUndefined();
  expect(explainWaiting({ ...question, ledger: ledger({ promoted: [] }), migration: next })).toBeUndefined();
});

test("explainChanged(): a command that changed in the middle of an attempt", () => {
  const running = ledger({ attempt: attempt(B, { migration: old.key }) });
  const question = { ledger: running, last: { image: A } };
  expect(explainChanged({ ...question, migration: next }, false)?.text).toContain("it runs once more");
  expect(explainChanged({ ...question, migration: next }, true)).toMatchObject({
    text: expect.stringContaining("not run again beside pods with traffic") as string,
    fix: expect.stringContaining("by hand") as string,
  });
  for (const migration of [old, undefined])
    expect(explainChanged({ ...question, migration }, true)).toBeUndefined();
  expect(explainChanged({ ...question, ledger: ledger(), migration: next }, true)).toBeUndefined();
});

test("decideRelease(): says so where a release begins, goes on, is promoted, and where nothing is released", () => {
  const promotedA = { ...between.ledger, ...record } as Ledger;
  const revision = { revision: "1111111111" };
  const start = given({
    ...revision,
    ledger: { ...promotedA, promoted: [{ image: A, revision: "0000000000" }] },
  });
  const texts = [
    decideRelease({
      ...start,
      stable: { ...start.stable, revision: "0000000000" } as never,
      migration: next,
    }),
    decideRelease(given({ ledger: promotedA, migration: next })),
    ...[soaking, ready].map((facts) => {
      const running = facts.ledger as Ledger;
      const began = attempt(B, { ...running.attempt, migration: old.key });
      return decideRelease({ ...facts, ledger: { ...running, attempt: began }, migration: next });
    }),
  ].map(({ kind, migrate, problems }) => [kind, migrate, problems.map(({ text }) => text).join()]);
  expect(texts).toEqual([
    ["start", true, expect.stringContaining("once more")],
    ["none", false, expect.stringContaining("does not run by itself")],
    ["continue", true, expect.stringContaining("not run again beside pods with traffic")],
    ["promote", true, expect.stringContaining("not run again beside pods with traffic")],
  ]);
});
