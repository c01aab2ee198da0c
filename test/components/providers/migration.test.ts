import { check, diff } from "../../../components/providers/migration";

const mockSaid: string[] = [];

jest.mock("../../../components/session/engine-log", () => ({
  engineLog: () => (text: string) => void mockSaid.push(text),
}));

const order = (name: string, commands?: string) => ({
  order: { job: { metadata: { name } }, ...(commands === undefined ? {} : { commands }) },
});

test.each([
  ["the same", order("app-migrate-1", "k1"), order("app-migrate-1", "k1"), false],
  ["another image", order("app-migrate-1", "k1"), order("app-migrate-2", "k1"), true],
  ["other commands of the same image", order("app-migrate-1", "k1"), order("app-migrate-1", "k2"), true],
  ["the state of an older Sluice", order("app-migrate-1"), order("app-migrate-1", "k1"), false],
])("diff(): a migration runs again or not with %s", async (_what, before, now, changes) => {
  expect(await diff("id", before, now)).toEqual({ changes });
});

test.each([
  [
    "a verified one",
    { name: "b", verify: {} },
    'backup "b" of the database is taken and verified before it begins',
  ],
  [
    "one that nothing verifies",
    { name: "b" },
    'backup "b" of the database is taken, by its own word, before it begins',
  ],
  ["none", undefined, undefined],
])("check(): a preview says which backup is taken: %s", async (_what, backup, says) => {
  mockSaid.length = 0;
  const { order: one } = order("app-migrate-1", "k1");
  const news = { order: { ...one, cancel: {}, backup }, isLockLimited: true, run: { preview: true } };
  await check({}, news);
  expect(mockSaid).toEqual(says === undefined ? [] : [says]);
  // It is said once for each Job.
  await check(news, news);
  expect(mockSaid).toHaveLength(says === undefined ? 0 : 1);
});
