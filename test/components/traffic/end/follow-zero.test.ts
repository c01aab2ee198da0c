import { followZero } from "../../../../components/traffic/end/follow-zero";
import { fakeEnvironment } from "../../../cli/support/fake-cluster";

/** Requests of the canary per second after the write; undefined: Prometheus is away. */
let mockRate: ((secondsAfter: number) => number) | undefined;
let mockEvery = 2;
let mockNow = () => 0;

const begin = 1_000_000;

// The clock goes on by itself.
jest.mock("../../../../components/traffic/wait", () => ({
  ...jest.requireActual<object>("../../../../components/traffic/wait"),
  sleep: async () => await Promise.resolve(),
}));

jest.mock("../../../../components/prometheus/source", () => ({
  openSource: () => ({
    read: async () => {
      if (mockRate === undefined) return { series: [], problems: [{ query: "q", problem: "away" }] };
      let value = 0;
      const samples: [number, number][] = [];
      for (let second = -300; 1_000_000 + second <= mockNow(); second++) {
        value += mockRate(second);
        if (second % mockEvery === 0) samples.push([1_000_000 + second, value]);
      }
      return {
        series: [{ id: "a", target: "a", track: "canary", counters: ["requests"], samples }],
        problems: [],
      };
    },
  }),
}));

/** Follows a write of weight 0 at `begin`, by a clock that goes on with each look. */
async function follow(
  rate: typeof mockRate,
  everySeconds = 2,
): Promise<{ ignored: boolean; observed: string; after: number }> {
  const fake = fakeEnvironment({ weight: 0 });
  let clock = begin;
  mockRate = rate;
  mockEvery = everySeconds;
  mockNow = () => clock;
  const context = { ...fake.context, now: () => (clock += 2) };
  return { ...(await followZero(context, begin)), after: clock - begin };
}

test("an ordinary write of weight 0 is confirmed, and never ignored", async () => {
  const seen = await follow((second) => (second < 1 ? 5 : 0));
  expect(seen).toMatchObject({ observed: "confirmed", ignored: false });
});

test("a router that is slow to follow is not ignoring", async () => {
  const seen = await follow((second) => (second < 20 ? 5 : 0));
  expect(seen).toMatchObject({ observed: "confirmed", ignored: false });
});

test("with scrapes every 30 s an ordinary write is not ignored, whatever came before it was followed", async () => {
  const seen = await follow((second) => (second < 2 ? 50 : 0), 30);
  expect(seen).toMatchObject({ observed: "confirmed", ignored: false });
});

test("without Prometheus nothing is ignored", async () => {
  expect(await follow(undefined)).toMatchObject({ ignored: false });
});

test.each([2, 15, 30])(
  "a router that stands still is ignoring, with scrapes every %i s, and not before 30 s",
  async (every) => {
    const seen = await follow(() => 5, every);
    expect(seen).toMatchObject({ observed: "contradicted", ignored: true });
    expect(seen.after).toBeGreaterThanOrEqual(30);
  },
);
