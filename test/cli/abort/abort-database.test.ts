import { abort } from "../../../cli/abort/abort";
import type { DatabaseRecord } from "../../../components/core/ledger/database-record";
import { before, ledgerOf, released } from "../../support/gate";
import { fakeEnvironment } from "../support/fake-cluster";

jest.mock("../../../components/prometheus/source", () => ({
  openSource: () => ({ read: async () => ({ series: [], problems: [] }) }),
}));

const database: DatabaseRecord = {
  attempt: 3,
  image: released,
  before,
  reversible: true,
  migration: { state: "ran", atSeconds: 1 },
};

test.each<[string, Partial<DatabaseRecord>, RegExp]>([
  ["runs", {}, /^the database stays as attempt 3 migrated it; sha256:a{12} runs on it, as sluice:migration/],
  ["may not run", { reversible: false }, /nothing says that sha256:a{12} runs on it[^]*sluice restore prod/],
])("abort() says that stable %s on the migrated database", async (_what, change, says) => {
  const ledger = ledgerOf({
    app: "scholarlink",
    weight: 5,
    epoch: "4-abc",
    database: { ...database, ...change },
  });
  const fake = fakeEnvironment({ ledger: JSON.stringify(ledger), weight: 5 });
  const outcome = await abort(fake.context, "checkout is slow");
  expect(fake.said).toContainEqual(expect.stringMatching(says));
  expect(outcome.report).toMatchObject({ database: expect.stringContaining("attempt 3 migrated it") });
});
