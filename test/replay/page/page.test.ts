import { explainDispersion, explainReplay } from "../../../replay/explain-replay";
import { gatherBins } from "../../../replay/page/gather-bins";
import { planPlots } from "../../../replay/page/plan-plots";
import { renderPage } from "../../../replay/page/render-page";
import { replay } from "../../../replay/replay";
import { chooseMarks, chooseTimes } from "../../../replay/page/scale";
import { pod, recordingOf, settings, startSeconds } from "../support";
import type { Served } from "../support";

const good: Served = () => ({ requests: 50, errors: 0 });
const broken: Served = () => ({ requests: 50, errors: 50 });
const thin: Served = (at) => ({ requests: at === 100 ? 1 : 0, errors: at === 100 ? 1 : 0 });

const judged = {
  good: replay(recordingOf(good), settings),
  broken: replay(recordingOf(broken), settings),
  thin: replay(recordingOf(thin), settings),
};

test.each([
  { name: "good" as const, headline: "Nothing in this recording stops the release: Sluice lets it pass at" },
  {
    name: "broken" as const,
    headline: "Sluice would have stopped this release after 15s, at the price of 150 failed requests",
  },
  { name: "thin" as const, headline: "Sluice would still hold the stage after 10m" },
])("renderPage() says first what would have become of a $name release", ({ name, headline }) => {
  expect(renderPage("recording.om", judged[name])).toContain(`<h1>${headline}`);
});

test("renderPage() counts one failed request as one", () => {
  const few: Served = (at) => ({ requests: at === 5 ? 1 : 50, errors: 0 });
  const page = renderPage("x", {
    ...replay(recordingOf(few), settings),
    modes: judged.broken.modes.map((mode) => ({ ...mode, canaryErrors: 1 })),
  });
  expect(page).toContain("at the price of 1 failed request<");
});

test("renderPage() needs nothing from outside and runs nothing", () => {
  const page = renderPage("recording.om", judged.broken);
  expect(page).not.toMatch(/<script|<link|<img|<iframe|src=|href=|url\(|@import|https?:/i);
  expect(page).toContain("prefers-color-scheme: dark");
});

test("renderPage() has every element closed", () => {
  const page = renderPage("recording.om", judged.broken);
  for (const tag of [
    "html",
    "head",
    "style",
    "body",
    "main",
    "figure",
    "svg",
    "section",
    "article",
    "ul",
    "li",
    "g",
    "table",
    "details",
    "dl",
  ]) {
    const count = (pattern: RegExp) => page.match(pattern)?.length ?? 0;
    expect([tag, count(new RegExp(`<${tag}[ >]`, "g"))]).toEqual([tag, count(new RegExp(`</${tag}>`, "g"))]);
  }
  expect(page).not.toMatch(/NaN(?! )|undefined|Infinity/);
});

test("renderPage() shows names from outside as text", () => {
  const page = renderPage(`<b onclick='x'>"&`, { ...judged.good, notes: ["<i>"] });
  expect(page).toContain("Replay of &lt;b onclick=&#39;x&#39;&gt;&quot;&amp;");
  expect(page).toContain("<dd>&lt;i&gt;</dd>");
});

test("planPlots() marks when each rule decided, and nothing for one that was only never stopped", () => {
  const labels = (name: keyof typeof judged) => planPlots(judged[name])[0]?.moments.map(({ label }) => label);
  expect(labels("broken")).toEqual([
    "Sluice aborts at 15s",
    "Argo Rollouts aborts at 4m",
    "Flagger aborts at 6m",
  ]);
  expect(labels("good")).toEqual([expect.stringMatching(/^Sluice passes at /)]);
});

test("planPlots() shows the limit of the evidence", () => {
  expect(planPlots(judged.good)[0]?.limits).toEqual([
    { value: -Math.log(0.005), label: "limit 5.30", style: "fail" },
  ]);
});

test("planPlots() has an axis where nothing failed", () => {
  const none = replay(
    {
      series: [...pod("stable", "s", good), ...pod("canary", "c", good)],
      latencyBoundsSeconds: [],
      notes: [],
    },
    settings,
  );
  expect(planPlots(none)[1]).toMatchObject({ title: "Failed requests", low: 0, high: 1 });
});

test("planPlots() leaves a last bin out that is shorter than the others", () => {
  const points = judged.good.points;
  expect(gatherBins(points, 5)).toHaveLength(60);
  const odd = { ...judged.good, points: points.slice(0, -1) };
  expect(gatherBins(odd.points, 5).at(-1)?.seconds).toBe(5);
  expect(planPlots(odd)[1]?.lines[0]?.points).toHaveLength(59);
});

test("gatherBins() loses no request", () => {
  const sum = (counts: readonly { canary: { requests: number } }[]) =>
    counts.reduce((total, one) => total + one.canary.requests, 0);
  expect(sum(gatherBins(judged.good.points, 5))).toBe(sum(judged.good.points));
});

test.each([
  [0, 10, 5, [0, 2, 4, 6, 8, 10]],
  [-1.2, 11.5, 5, [0, 5, 10]],
  [0, 0.07, 5, [0, 0.02, 0.04, 0.06]],
  [0, 47, 5, [0, 10, 20, 30, 40]],
])("chooseMarks() from %d to %d", (low, high, count, marks) => {
  expect(chooseMarks(low, high, count).map((mark) => Number(mark.toPrecision(6)))).toEqual(marks);
});

test.each([
  [60, 10],
  [601, 120],
  [86_400, 14_400],
  [1_000_000, 86_400],
])("chooseTimes() over %d s steps by %d s", (duration, step) => {
  expect(chooseTimes(duration).slice(0, 3)).toEqual([0, step, 2 * step]);
});

test("explainReplay() tells each rule's decision, its cost, its reason and its unsafe corners", () => {
  const text = explainReplay({ ...replay(recordingOf(thin), settings), notes: ["half of it is missing"] });
  expect(text).toContain(
    "Sluice         has not decided after 10m; 1 of 1 canary requests had failed by then\n",
  );
  expect(text).toMatch(/\n {15}! no value \d+ times/);
  expect(text).toContain("Stable against itself: no rule aborts, as it should be");
  expect(text).toMatch(/Note: half of it is missing$/);
});

test("explainReplay() names the rules that abort one version for being itself, or says why nobody knows", () => {
  const modes = judged.broken.modes.map((mode) =>
    mode.mode === "sluice" ? { ...mode, verdict: "pass" as const } : mode,
  );
  expect(explainReplay({ ...judged.good, sameVersion: modes })).toContain(
    "Stable against itself: Argo Rollouts and Flagger would abort, although both halves run the same version",
  );
  const { sameVersion: _, ...alone } = judged.good;
  expect(explainReplay(alone)).toContain("its requests must be counted by two pods at least");
});

test.each([
  [1, "independently"],
  [4, "small bursts"],
  [12.3, "divided by it"],
])("explainDispersion() of %d speaks of %s", (dispersion, word) => {
  const points = judged.good.points.map((point) => ({ ...point, dispersion }));
  expect(explainDispersion({ ...judged.good, points })).toContain(word);
});

test("renderPage() labels near the right edge stay inside", () => {
  const late = judged.broken.modes.map((mode) => ({ ...mode, atSeconds: 590 }));
  expect(renderPage("x", { ...judged.broken, modes: late })).toContain(
    'text-anchor="end">Sluice aborts at 9m50s',
  );
  expect(judged.broken.fromSeconds).toBe(startSeconds);
});

test("renderPage() says at which bounds latency was judged", () => {
  const { good: one } = judged;
  const page = renderPage("x", { ...one, parameters: { ...one.parameters, latencyBoundsSeconds: [0.1, 1] } });
  expect(page).toContain("judged at 0.1, 1 s");
  expect(renderPage("x", one)).toContain("<dt>Latency</dt><dd>not judged</dd>");
  expect(renderPage("x", { ...one, timelineIsKnown: true })).toContain("(as given)");
});
