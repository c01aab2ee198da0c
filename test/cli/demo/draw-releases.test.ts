import { drawReleases } from "../../../cli/demo/draw-releases";
import type { DemoReport, ReportedRelease } from "../../../cli/demo/report";

const stage = (weight: number, verdict: string): ReportedRelease["stages"][number] => ({
  weight,
  verdict,
  seconds: 21.4,
  requests: { canary: 168, stable: 8381 },
  errors: { canary: verdict === "fail" ? 80 : 0, stable: 0 },
  sentence: "because",
});

const release = (more: Partial<ReportedRelease>): ReportedRelease => ({
  version: "v2",
  image: "registry/app@sha256:0",
  outcome: "promoted",
  seconds: 190,
  sentence: "done",
  stages: [stage(1, "pass"), stage(5, "pass"), stage(20, "pass"), stage(50, "inconclusive")],
  clientRequests: { sent: 38_300, failed: 0, failures: {} },
  ...more,
});

const reportOf = (...releases: ReportedRelease[]): DemoReport => ({
  startedAt: "2026-01-01T00:00:00Z",
  seconds: 400,
  fast: true,
  ratePerSecond: 200,
  releases,
  problems: [],
});

const bad = release({
  version: "v<3>",
  outcome: "aborted",
  stages: [stage(1, "pass"), { ...stage(5, "fail"), requests: { canary: 168, stable: 0 } }],
  clientRequests: { sent: 19_894, failed: 80, failures: {} },
  faultToZeroSeconds: 10.4,
});

test("drawReleases() draws a bar per stage, as high as its weight, with verdict, time and counts", () => {
  const drawn = drawReleases(reportOf(release({}), bad)) ?? "";
  const bars = drawn.matchAll(/height="(\d+)" fill="#(2e7d32|c62828|b26a00)"/gu);
  expect(Array.from(bars, ([, height, color]) => [Number(height), color])).toEqual([
    [3, "2e7d32"],
    [4, "2e7d32"],
    [14, "2e7d32"],
    [35, "b26a00"],
    [3, "2e7d32"],
    [4, "c62828"],
  ]);
  expect(drawn).toContain(">canary: 80 of 168 failed<");
  expect(drawn).toContain(">stable: 0 of 8,381 failed<");
  expect(drawn).toContain(">stable: no request<");
  expect(drawn).toContain("80 of 19,894 requests of clients failed; all traffic was off it 10.4 s");
  expect(drawn).toContain("v&lt;3&gt;");
});

test("drawReleases() says why the last stage did not pass, in one line", () => {
  const why = "Fail: of our own requests the canary failed 25 of 43 (HTTP 500)";
  const stages = (sentence: string) => [{ ...stage(1, "fail"), sentence }];
  const drawn = drawReleases(reportOf(release({}), release({ stages: stages(why) })));
  expect(drawn?.match(/>because</g)).toHaveLength(1);
  expect(drawn).toContain(`>${why}<`);
  expect(drawReleases(reportOf(release({ stages: stages("b ".repeat(100)) })))).toContain(
    `>${"b ".repeat(69)}b…<`,
  );
  expect(drawReleases(reportOf(release({ stages: [stage(1, "pass")] })))).not.toContain("because");
});

test("drawReleases() draws nothing where no release had a stage", () => {
  expect(drawReleases(reportOf(release({ stages: [] })))).toBeUndefined();
});
