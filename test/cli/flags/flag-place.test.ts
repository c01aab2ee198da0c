import { withUid } from "../../../cli/flags/flag-place";

test("a uid is read of the cluster only where a context was named without one", async () => {
  expect(await withUid({ app: "shop" })).toEqual({ app: "shop" });
  expect(await withUid({ context: "a", uid: "b" })).toEqual({ context: "a", uid: "b" });
  await expect(withUid({ context: "no-such-context" })).rejects.toMatchObject({ end: "usage" });
});
