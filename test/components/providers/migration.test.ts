import { diff } from "../../../components/providers/migration";

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
