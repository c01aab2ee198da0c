import { runRecommend } from "../../cli/recommend/recommend";
import type { RawSeries } from "../../components/core/verdict/index";
import { fakeEnvironment } from "./support/fake-cluster";

const mockRead: { series: RawSeries[]; problems: { problem: string }[] } = { series: [], problems: [] };

jest.mock("../../components/prometheus/source", () => ({
  openSource: () => ({ read: async () => ({ ...mockRead, places: {} }) }),
}));

const { context } = fakeEnvironment({ weight: 0 });

test("runRecommend() compares plans for the traffic that a person names", async () => {
  const { exitCode, sentence, report } = await runRecommend(context, { risk: "low", requestsPerSecond: 40 });
  expect(exitCode).toBe(0);
  expect(sentence).toContain("today: 40.0 requests/s");
  expect(report).toMatchObject({ risk: "low", requestsPerSecond: 40, fits: expect.any(String) });
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
});

test("runRecommend() reads today's traffic, and says null where a plan would not end", async () => {
  const nowSeconds = context.now();
  const samples = [0, 120, 240].map((at) => [nowSeconds - 240 + at, Math.min(1, at)] as const);
  mockRead.series = [
    { id: "a", track: "stable", counters: ["requests"], target: "t", samples } as unknown as RawSeries,
  ];
  const { report } = await runRecommend(context, { risk: "standard" });
  expect(report?.["requestsPerSecond"]).toBeCloseTo(1 / 240, 3);
  expect(report).toMatchObject({
    fits: null,
    plans: expect.arrayContaining([expect.objectContaining({ seconds: null })]),
  });
});

test("runRecommend() refuses where today's traffic is not known, with the way out", async () => {
  mockRead.series = [];
  mockRead.problems = [{ problem: "connect ECONNREFUSED" }];
  await expect(runRecommend(context, { risk: "standard" })).rejects.toMatchObject({
    end: "refused",
    problem: {
      text: expect.stringContaining("got connect ECONNREFUSED"),
      fix: "--rps NUMBER says it instead",
    },
  });
});
