import { decideRestore } from "../../../../components/core/commands/decide-restore";
import type { RestoreFacts } from "../../../../components/core/commands/decide-restore";
import type { DatabaseRecord } from "../../../../components/core/ledger/database-record";
import { A, attempt, B, ledger, now, running } from "../release/world";

const database: DatabaseRecord = {
  attempt: 2,
  image: B,
  revision: "0123456789",
  reversible: false,
  backup: { name: "b", state: "verified", atSeconds: now - 7200 },
  migration: { state: "ran", atSeconds: now - 7000 },
};
const decide = (change: Partial<RestoreFacts> = {}, record: Partial<DatabaseRecord> = {}) =>
  decideRestore({
    ledger: ledger({ attempt: attempt(B), database: { ...database, ...record } }),
    way: "restore",
    configured: ["undo", "restore"],
    confirm: "shop",
    nowSeconds: now,
    ...change,
  });
const texts = (decision: ReturnType<typeof decide>) => decision.problems.map(({ text }) => text).join("\n");

test("a person who typed the app's name overwrites the database by its backup, and is told first", () => {
  const decision = decide();
  expect(decision).toMatchObject({ problems: [], database });
  expect(decision.overwrites).toEqual([
    expect.stringMatching(
      /^the database of "shop" is overwritten by backup "b" verified at .*: everything written in the 2h since is lost$/,
    ),
  ]);
  expect(decide({}, { backup: { name: "s3://b", state: "named" } }).overwrites[0]).toContain(
    "everything written since that backup is lost",
  );
});

test("an undo needs no backup, and says what it loses", () => {
  const { backup: _, ...bare } = database;
  const decision = decide({ way: "undo", ledger: ledger({ database: bare }) });
  expect(decision.problems).toEqual([]);
  expect(decision.overwrites[0]).toMatch(/^the migration of attempt 2 .* is undone: data that only/);
});

test("that stable runs the image whose migration is taken back is said", () => {
  const promoted = ledger({ promoted: [{ image: A }, { image: B }], database });
  expect(decide({ ledger: promoted }).overwrites[1]).toMatch(/^stable runs sha256:b{12}, which may fail/);
});

test.each([
  [undefined, "got nothing"],
  ["Shop", 'got "Shop"'],
])("without the app's name it is refused, and what would be overwritten is said: %s", (confirm, got) => {
  const decision = decide({ confirm });
  expect(decision.overwrites).toHaveLength(1);
  expect(texts(decision)).toContain(got);
  expect(decision.problems[0]?.fix).toBe("sluice restore prod --confirm shop");
  expect(decide({ confirm, way: "undo" }).problems[0]?.fix).toContain("prod --undo --confirm shop");
});

test("everything that is missing is said at once", () => {
  const { backup: _, revision: __, ...bare } = database;
  const decision = decide({
    ledger: running(5, "soaking", { database: bare }),
    configured: [],
    confirm: "x",
  });
  expect(texts(decision)).toMatch(
    /^sluice:migration\.restore must be set.*\na backup .*\nthe revision .*\nno release must be under way.* got progressing at 5 %\n--confirm/,
  );
  expect(decision.problems[3]?.fix).toBe("sluice abort prod --reason TEXT first");
});

test.each([
  ["restore", "undo", "with --undo"],
  ["undo", "restore", "without --undo"],
] as const)("the other way is named where only that is set: %s", (way, other, says) => {
  expect(decide({ way, configured: [other] }).problems[0]?.fix).toContain(says);
});

test("a release whose migration did not end well need not end first: none of its pods was started", () => {
  const failed = { ...database, migration: { state: "failed", atSeconds: now } } as const;
  expect(decide({ ledger: running(0, "pending", { database: failed }) }).problems).toEqual([]);
  const other = running(0, "pending", { attempt: attempt(B, { number: 3 }), database: failed });
  expect(texts(decide({ ledger: other }))).toContain("no release must be under way");
});

test.each([
  ["no ledger", undefined],
  ["no migration", ledger()],
  ["only a backup", ledger({ database: { attempt: 2, image: B, reversible: true } })],
])("%s: nothing is known that could be taken back", (_what, record) => {
  expect(decide({ ledger: record })).toEqual({
    overwrites: [],
    problems: [expect.objectContaining({ text: expect.stringContaining("a migration must have begun") })],
  });
});
