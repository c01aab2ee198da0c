import { renewed } from "../../../components/http/renewed";
import type { Lease } from "../../../components/http/renewed";

const never = new AbortController().signal;

/** Credentials that are asked for by hand: the number of each asking is its token. */
function asked(expiresAtSeconds?: number) {
  const open: PromiseWithResolvers<Lease<string>>[] = [];
  const signals: AbortSignal[] = [];
  let now = 1000;
  const credentials = renewed<string>(
    async (signal) => {
      const next = Promise.withResolvers<Lease<string>>();
      open.push(next);
      signals.push(signal);
      return await next.promise;
    },
    () => now,
  );
  return {
    ...credentials,
    signals,
    count: () => open.length,
    answer: () =>
      open.at(-1)?.resolve({
        value: `token ${open.length}`,
        ...(expiresAtSeconds === undefined ? {} : { expiresAtSeconds }),
      }),
    fail: () => open.at(-1)?.reject(new Error("no account")),
    pass: (seconds: number) => (now += seconds),
  };
}

const bearer = (number: string) => `token ${number}`;

test("eight calls at once ask once", async () => {
  const { get, answer, count } = asked();
  const all = Promise.all(Array.from({ length: 8 }, () => get(never)));
  answer();
  expect(await all).toEqual(Array.from({ length: 8 }, () => bearer("1")));
  expect(count()).toBe(1);
});

test("credentials are kept until they end, and asked for again shortly before", async () => {
  const { get, answer, count, pass } = asked(1600);
  const first = get(never);
  answer();
  await first;
  pass(594);
  expect(await get(never)).toEqual(bearer("1"));
  pass(1);
  const second = get(never);
  answer();
  expect(await second).toEqual(bearer("2"));
  expect(count()).toBe(2);
});

test("credentials that the server refused are asked for again, once for all who were refused", async () => {
  const { get, answer, count, refused } = asked();
  const first = get(never);
  answer();
  const old = await first;
  refused(old);
  const second = get(never);
  answer();
  const fresh = await second;
  refused(old);
  expect(await get(never)).toBe(fresh);
  expect(count()).toBe(2);
});

test("a failure reaches all who wait, and the next call asks again", async () => {
  const { get, answer, fail, count } = asked();
  const both = Promise.allSettled([get(never), get(never)]);
  fail();
  expect((await both).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  const next = get(never);
  answer();
  expect(await next).toEqual(bearer("2"));
  expect(count()).toBe(2);
});

test("a call whose time is up leaves, and the next one finds what was asked for meanwhile", async () => {
  const { get, answer, count, signals } = asked();
  await expect(get(AbortSignal.timeout(20))).rejects.toMatchObject({ name: "TimeoutError" });
  expect(signals[0]?.aborted).toBe(false);
  answer();
  expect(await get(never)).toEqual(bearer("1"));
  expect(count()).toBe(1);
});

test("an interruption ends what nobody else waits for", async () => {
  const { get, signals } = asked();
  const [one, two] = [new AbortController(), new AbortController()];
  const both = Promise.allSettled([get(one.signal), get(two.signal)]);
  one.abort();
  await new Promise((resolve) => setImmediate(resolve));
  expect(signals[0]?.aborted).toBe(false);
  two.abort();
  await both;
  expect(signals[0]?.aborted).toBe(true);
});

test("a call that was interrupted before asks nothing", async () => {
  const { get, answer } = asked();
  const given = get(AbortSignal.abort());
  answer();
  await expect(given).rejects.toMatchObject({ name: "AbortError" });
});
