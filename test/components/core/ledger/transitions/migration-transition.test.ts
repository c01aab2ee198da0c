import {
  migrationRan,
  withMigrated,
} from "../../../../../components/core/ledger/transitions/migration-transition";
import { promoted } from "../../../../../components/core/ledger/transitions/promotion-transition";
import { A, attempt, B, ledger, now, passed, running } from "../../release/world";

test("migrationRan(): noted once on the attempt of the image", () => {
  const begun = running(0, "pending");
  const made = migrationRan(begun, { image: B, key: "k1" }, now);
  expect(made).toMatchObject({ ledger: { attempt: { migration: "k1" } }, event: { reason: "Migrated" } });
  expect(migrationRan(made?.ledger ?? begun, { image: B, key: "k1" }, now)).toBeUndefined();
  expect(migrationRan(made?.ledger ?? begun, { image: B, key: "k2" }, now)?.ledger.attempt?.migration).toBe(
    "k2",
  );
});

test("migrationRan(): the record of the database says so too, also for the second hook of the same commands", () => {
  const database = { attempt: 2, image: B, reversible: true } as const;
  const begun = (change: object) =>
    running(0, "pending", {
      attempt: attempt(B, { migration: "k1" }),
      database: { ...database, migration: { state: "begun", atSeconds: 1 }, ...change },
    });
  const made = migrationRan(begun({}), { image: B, key: "k1" }, now);
  expect(made?.ledger.database?.migration).toEqual({ state: "ran", atSeconds: now });
  expect(migrationRan(made?.ledger ?? begun({}), { image: B, key: "k1" }, now)).toBeUndefined();
  expect(migrationRan(begun({ attempt: 1 }), { image: B, key: "k1" }, now)).toBeUndefined();
});

test.each([
  ["another image", running(0, "pending"), A],
  ["nothing running", ledger({ attempt: attempt(B) }), B],
  ["no attempt", { ...running(0, "pending"), attempt: undefined } as never, B],
])("migrationRan(): nothing is noted with %s", (_what, record, image) => {
  expect(migrationRan(record, { image, key: "k1" }, now)).toBeUndefined();
});

test("withMigrated(): images with the commands that ran, oldest first, at most 100 with 10 each", () => {
  const first = withMigrated([], { image: A, migration: "k1" });
  const second = withMigrated(first, { image: B });
  expect(second).toEqual([
    { image: A, ran: ["k1"] },
    { image: B, ran: [] },
  ]);
  expect(withMigrated(second, { image: A, migration: "k2" })).toEqual([
    { image: B, ran: [] },
    { image: A, ran: ["k1", "k2"] },
  ]);
  expect(withMigrated(first, { image: A, migration: "k1" })).toEqual(first);
  const many = Array.from({ length: 120 }, (_, index) => index);
  const images = many.reduce<ReturnType<typeof withMigrated>>(
    (all, index) => withMigrated(all, { image: `x@sha256:${String(index).padStart(64, "0")}` }),
    [],
  );
  expect(images).toHaveLength(100);
  const keys = many.reduce<ReturnType<typeof withMigrated>>(
    (all, index) => withMigrated(all, { image: A, migration: `k${index}` }),
    [],
  );
  expect(keys[0]?.ran).toHaveLength(10);
});

test("promoted(): remembers what migrated for the image", () => {
  const record = passed({ phase: "promoting", weight: 0, attempt: attempt(B, { migration: "k1" }) });
  expect(promoted(record, { nowSeconds: now }).ledger.migrated).toEqual([{ image: B, ran: ["k1"] }]);
});
