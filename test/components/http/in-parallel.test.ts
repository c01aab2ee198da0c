import { inParallel } from "../../../components/http/in-parallel";

test("inParallel() does all items, no more than so many at once, and keeps their order", async () => {
  let [running, most] = [0, 0];
  const results = await inParallel([5, 1, 4, 2, 3], 2, async (item) => {
    most = Math.max(most, ++running);
    for (let turn = 0; turn < item; turn++) await Promise.resolve();
    running--;
    return item * 10;
  });
  expect(results).toEqual([50, 10, 40, 20, 30]);
  expect(most).toBe(2);
});

test("inParallel() does nothing with nothing, and ends with the first failure", async () => {
  const fail = async (item: number) => await Promise.reject(new Error(`item ${item}`));
  await expect(inParallel([], 4, fail)).resolves.toEqual([]);
  await expect(inParallel([1], 4, fail)).rejects.toThrow("item 1");
});
