import { describeDatabase, explainDatabase } from "../../../../components/core/commands/explain-database";
import type { DatabaseRecord } from "../../../../components/core/ledger/database-record";
import { A, B, C, ledger, now } from "../release/world";

const at = new Date(now * 1000).toISOString();
const ran: DatabaseRecord = {
  attempt: 2,
  image: B,
  before: A,
  reversible: false,
  backup: { name: "b", state: "verified", atSeconds: now },
  migration: { state: "ran", atSeconds: now },
};
const back = { way: "restore", state: "done", atSeconds: now, who: "anna" } as const;
const { migration: _, ...saved } = ran;
const { before: __, ...unknownBefore } = ran;
const way = "sluice restore prod says how the database goes back, and starts nothing";

test.each<[string, DatabaseRecord | undefined, string | undefined, string | undefined, string | undefined]>([
  ["nothing known", undefined, A, undefined, undefined],
  ["no image to go back to", ran, undefined, undefined, undefined],
  ["only saved", saved, A, undefined, undefined],
  ["the image that migrated", ran, B, undefined, undefined],
  ["not reversible", ran, A, "attempt 2 migrated it; nothing says that sha256:aaaaaaaaaaaa runs on it", way],
  ["not reversible, of an older record", unknownBefore, A, "nothing says that", way],
  [
    "reversible",
    { ...ran, reversible: true },
    A,
    "runs on it, as sluice:migration.reversible says",
    undefined,
  ],
  ["an older image", { ...ran, reversible: true }, C, "is not known: sha256:aaaaaaaaaaaa was before it", way],
  [
    "failed",
    { ...ran, migration: { state: "failed", atSeconds: now } },
    A,
    "part of the migration of attempt 2",
    way,
  ],
  ["taken back", { ...ran, back }, A, "was taken back: migration of attempt 2", undefined],
  [
    "taken back, for its own image",
    { ...ran, back },
    B,
    "it may fail on the database as it is",
    "a release of it",
  ],
])("explainDatabase(): %s", (_what, database, target, text, fix) => {
  const said = explainDatabase(ledger(database === undefined ? {} : { database }), target);
  if (text === undefined) expect(said).toBeUndefined();
  else expect(said?.text).toContain(text);
  if (fix === undefined) expect(said?.fix).toBeUndefined();
  else expect(said?.fix).toContain(fix);
});

test("explainDatabase() without a ledger says nothing", () => {
  expect(explainDatabase(undefined, A)).toBeUndefined();
});

test.each<[DatabaseRecord, string]>([
  [
    ran,
    `migration of attempt 2 (sha256:bbbbbbbbbbbb) ran at ${at}, not reversible; backup "b" verified at ${at}`,
  ],
  [
    { ...saved, reversible: true, backup: { name: "s3://b", state: "named" } },
    'migration of attempt 2 (sha256:bbbbbbbbbbbb) has not begun, reversible; backup "s3://b" named by a person, not seen',
  ],
  [
    { attempt: 2, image: B, reversible: false, migration: { state: "failed", atSeconds: now }, back },
    `migration of attempt 2 (sha256:bbbbbbbbbbbb) failed at ${at}, not reversible; no backup; restore by anna is done at ${at}`,
  ],
])("describeDatabase() says in one line what is known", (database, line) => {
  expect(describeDatabase(database)).toBe(line);
});
