import { sources } from "../../components/core/sources/sources";
import type { MetricSeries } from "../../replay/recording/parse-openmetrics";
import { toRecording } from "../../replay/recording/recording";
import { replay } from "../../replay/replay";
import { settings, startSeconds } from "./support";

/** Answers of a track per scrape of 5 s, by status. */
type Served = Readonly<Record<string, number>>;

interface Scene {
  readonly canary: Served;
  readonly stable: Served;
  /** Further labels of all series. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Ten minutes of counters; one that is not whole is rounded down, as a counter is. */
function record(
  { canary, stable, labels = {} }: Scene,
  more = (_at: number): Partial<Scene> => ({}),
): MetricSeries[] {
  return (["canary", "stable"] as const).flatMap((track) =>
    Object.entries({ canary, stable }[track]).map(([code, perScrape]) => {
      let sum = 1000;
      const samples = Array.from({ length: 121 }, (_, i): [number, number] => {
        sum += i === 0 ? 0 : (more(5 * i)[track]?.[code] ?? perScrape);
        return [startSeconds + 5 * i, Math.floor(sum)];
      });
      return { name: "http_requests_total", labels: { track, pod: `${track}-a`, code, ...labels }, samples };
    }),
  );
}

function judge(series: readonly MetricSeries[], more = {}) {
  const timeline = [{ atSeconds: startSeconds, weight: 20 }] as const;
  const [sluice, ...rivals] = replay(toRecording(series), { ...settings, timeline, ...more }).modes;
  return { sluice, rivals: rivals.map(({ verdict }) => verdict) };
}

const fine: Served = { "200": 197.8, "404": 2, "500": 0.2 };

describe("harm that is no 5xx fails, and nobody else sees it", () => {
  test.each<[string, Scene, string]>([
    ["404 to 90 %", { canary: { "200": 5, "404": 45 }, stable: fine }, "4xx"],
    ["403 to 40 %", { canary: { "200": 30, "403": 20 }, stable: fine }, "4xx"],
    ["302 to 97 %", { canary: { "200": 1.5, "302": 48.5 }, stable: { ...fine, "302": 2 } }, "3xx"],
    ["55 % give up, by 499", { canary: { "200": 22, "499": 28 }, stable: fine }, "clients that gave up"],
    ["55 % give up, by code 0", { canary: { "200": 22, "0": 28 }, stable: fine }, "clients that gave up"],
    [
      "40 % of redirects become 97 %",
      { canary: { "200": 1.5, "302": 48.5 }, stable: { "200": 120, "302": 80 } },
      "what is not 3xx",
    ],
    [
      "calls that are cancelled",
      { canary: { "0": 22, "1": 28 }, stable: { "0": 199, "1": 1 }, labels: { protocol: "grpc" } },
      "clients that gave up",
    ],
    [
      "calls that are not found",
      { canary: { "0": 22, "5": 28 }, stable: { "0": 199, "5": 1 }, labels: { protocol: "grpc" } },
      "4xx",
    ],
  ])("%s", (_, scene, why) => {
    const { sluice, rivals } = judge(record(scene));
    expect(sluice).toMatchObject({ verdict: "fail", atSeconds: expect.any(Number) as number });
    expect(sluice?.atSeconds).toBeLessThanOrEqual(30);
    expect(sluice?.sentence).toMatch(new RegExp(`^Fail: ${why}`));
    expect(rivals).toEqual(["pass", "pass"]);
  });

  test("a single route that is dead", () => {
    const of = (route: string, canary: Served, stable: Served) =>
      record({ canary, stable, labels: { route } });
    const series = [
      ...of("/", { "200": 200 }, { "200": 800 }),
      ...of("/cart", { "401": 2 }, { "200": 8 }),
      ...of("/help", { "200": 2, "404": 0.1 }, { "200": 8, "404": 0.4 }),
    ];
    const { sluice } = judge(series);
    expect(sluice?.verdict).toBe("fail");
    expect(sluice?.sentence).toContain("answers other than 2xx and 304 on /cart");
  });
});

describe("what harms both tracks, or nobody, passes", () => {
  const burst = (served: Served, share: number) => (at: number) =>
    at % 120 < 30 ? { canary: { "404": 0.25 * share }, stable: { "404": share } } : { canary: served };
  test.each<[string, Scene]>([
    ["the same of everything", { canary: { "200": 49.4, "404": 0.5, "500": 0.05 }, stable: fine }],
    [
      "a dependency that is down: 60 % are 404 on both",
      { canary: { "200": 20, "404": 30 }, stable: { "200": 80, "404": 120 } },
    ],
    [
      "a site with 40 % of redirects",
      { canary: { "200": 30, "302": 20 }, stable: { "200": 120, "302": 80 } },
    ],
    ["answers from caches", { canary: { "200": 25, "304": 25 }, stable: { "200": 198, "304": 2 } }],
    [
      "401 and 429, which have metrics of their own",
      { canary: { "200": 40, "401": 5, "429": 5 }, stable: fine },
    ],
    [
      "half of the clients give up on both",
      { canary: { "200": 25, "499": 25 }, stable: { "200": 100, "499": 100 } },
    ],
    ["fewer redirects than before", { canary: { "200": 50 }, stable: { "200": 120, "302": 80 } }],
  ])("%s", (_, scene) => {
    expect(judge(record(scene)).sluice?.verdict).toBe("pass");
  });

  test("a scanner's bursts of 404 on both", () => {
    const scene = { canary: { "200": 50, "404": 0 }, stable: { "200": 200, "404": 0 } };
    expect(judge(record(scene, burst(scene.canary, 400))).sluice?.verdict).toBe("pass");
  });
});

test("an intended change passes, with its reason", () => {
  const series = record({ canary: { "200": 1.5, "302": 48.5 }, stable: fine });
  const { sluice } = judge(series, { expected: { "3xx": "/old moved" } });
  expect(sluice?.verdict).toBe("pass");
  expect(sluice?.sentence).toMatch(
    /; intended and not judged: 3xx \("\/old moved"\); not judged, as the source does not count them: errors by route$/,
  );
});

test("what a source does not tell is said by its recordings", () => {
  const labels = { pod: "shop-canary-1", http_response_status_code: "200" };
  const name = "http_server_request_duration_seconds_count";
  const series = [{ name, labels, samples: [[1, 1] as const] }];
  const terms = { reader: sources.opentelemetry, app: { namespace: "shop", app: "shop" } };
  expect(toRecording(series, terms).untold).toEqual(["gave-up", "routes"]);
});

test("who gave up is no request of the pass test, and no error", () => {
  const { sluice } = judge(record({ canary: { "200": 25, "499": 25 }, stable: { "200": 100, "499": 100 } }));
  expect(sluice?.sentence).toMatch(/canary 0 errors in 3000 requests/);
});
