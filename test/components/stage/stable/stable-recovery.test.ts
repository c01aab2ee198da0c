import { watchRecovery } from "../../../../components/stage/stable/stable-recovery";
import { clusterWith, podSeries, settingsWith } from "../../../support/evidence";

const zeroAt = 1_763_000_300;
const counter = "http_server_request_duration_seconds_count";

/** Stable with 100 requests per scrape of 5 s; after weight 0 all those fail that come before `wellAfter` seconds. */
function watch(wellAfter: number, refuse?: (query: string) => string | undefined) {
  const times = Array.from({ length: 200 }, (_, i) => zeroAt - 300 + 5 * i);
  const bad = (at: number) => Math.max(0, Math.min(at, zeroAt + wellAfter) - (zeroAt - 60)) / 5;
  const series = (code: string, value: (at: number) => number) =>
    podSeries(
      "stable",
      counter,
      { http_response_status_code: code },
      times.map((at) => [at, value(at)] as const),
    );
  const stored = [
    series("200", (at) => 1000 + 100 * ((at - times[0]!) / 5 - bad(at))),
    series("500", (at) => 1000 + 100 * bad(at)),
  ];
  const { cluster } = clusterWith(stored, refuse);
  const settings = settingsWith("");
  let now = zeroAt;
  const said: string[] = [];
  const session = {
    cluster,
    settings: { ...settings, analysis: { ...settings.analysis, tickSeconds: 0 } },
    interrupted: new AbortController().signal,
    now: () => (now += 5),
    progress: (text: string) => void said.push(text),
  };
  return { said, recovery: watchRecovery(session, zeroAt, 0.01) };
}

test("watchRecovery() says when stable is below its limit again", async () => {
  const { said, recovery } = watch(30);
  expect(await recovery).toMatchObject({
    kind: "recovered",
    text: expect.stringMatching(/^\d+ s after weight 0: 0 of \d+ of its latest requests failed$/) as string,
  });
  expect(said[0]).toMatch(/^weight is 0; waiting for stable: 5 s after weight 0: \d+ of \d+ /);
});

test("watchRecovery() says that stable did not recover", async () => {
  expect(await watch(1000).recovery).toMatchObject({ kind: "lasting" });
});

test("watchRecovery() says nothing that Prometheus does not", async () => {
  expect(await watch(0, () => "it is away").recovery).toMatchObject({ kind: "unknown" });
});
