import {
  defaultParameters,
  explain,
  explainTable,
  explainUntold,
  ingest,
  judge,
  restore,
  save,
  startRelease,
  startStage,
} from "../../../../components/core/verdict";
import type {
  Answer,
  EvidenceState,
  OutcomeRules,
  RawSeries,
  Track,
} from "../../../../components/core/verdict";
import { terms } from "./support";

const rules: OutcomeRules = { expected: {}, untold: [], routes: ["/cart"], onlyHolds: false };

function begin(outcomes: OutcomeRules | null = rules): EvidenceState {
  const parameters = defaultParameters(outcomes === null ? {} : { outcomes });
  return startStage(startRelease(parameters), { ...terms, weight: 20 });
}

/** A counter that rises by as much every 5 s, from a second before the stage. */
function rising(track: Track, answer: Answer | undefined, perScrape: number): RawSeries {
  const samples = Array.from({ length: 13 }, (_, i): [number, number] => [999 + 5 * i, 100 + i * perScrape]);
  const counters = answer?.kind === "gave-up" ? ["gave-up"] : ["requests"];
  const id = `${track} ${answer?.kind} ${answer?.route}`;
  return { id, target: `${track}-pod`, track, counters, ...(answer && { answer }), samples };
}

const served = (canary: readonly [Answer | undefined, number][], stable: readonly [Answer, number][]) => [
  ...canary.map(([answer, perScrape]) => rising("canary", answer, perScrape)),
  ...stable.map(([answer, perScrape]) => rising("stable", answer, perScrape)),
];

const good = { kind: "good", route: "/cart" } as const;
const healthy = served([[good, 50]], [[good, 200]]);

function countsOf(series: readonly RawSeries[], state = begin()) {
  const { shares = [] } = ingest(state, series, 1065).state;
  return shares.map(({ canary }) => [canary.requests, canary.errors]);
}

test("answers count for the shares that they tell of", () => {
  const series = served(
    [
      [good, 10],
      [{ kind: "3xx", route: "/cart" }, 1],
      [{ kind: "4xx", route: "/none" }, 2],
      [{ kind: "excused", route: "/cart" }, 3],
      [{ kind: "gave-up", route: "/cart" }, 4],
      [{ kind: "5xx", route: "" }, 5],
      [{ kind: "good" }, 6],
      [undefined, 7],
    ],
    [
      [good, 100],
      [{ kind: "good", route: "/else" }, 100],
    ],
  );
  // 11 scrapes: 3xx, 4xx, who gave up, all other routes, /cart.
  expect(countsOf(series, begin({ ...rules, onlyHolds: true }))).toEqual([
    [11 * 27, 11],
    [11 * 27, 22],
    [11 * 31, 44],
    [11 * 7, 77],
    [11 * 18, 88],
  ]);
});

test("nothing is counted for shares where none are judged", () => {
  expect(ingest(begin(null), healthy, 1065).state.shares).toBeUndefined();
  expect(countsOf(healthy, begin({ ...rules, untold: ["routes"] }))).toHaveLength(3);
});

describe("saved evidence on shares", () => {
  const { state } = ingest(begin(), healthy, 1050);
  const saved = (): EvidenceState => JSON.parse(JSON.stringify(save(state))) as EvidenceState;

  test("is taken up as it was and goes on as if nothing had been", () => {
    const restored = restore(saved(), state.parameters);
    expect(restored).toEqual({ state });
    const on = (from: EvidenceState) => ingest(from, healthy, 1065).state;
    expect(on((restored as { state: EvidenceState }).state)).toEqual(on(state));
  });

  test("of the time before there was any is taken up, and none is judged", () => {
    const older = ingest(begin(null), healthy, 1050).state;
    expect(restore(JSON.parse(JSON.stringify(older)), older.parameters)).toEqual({ state: older });
    expect(judge(older).evidence.shares).toBeUndefined();
  });

  test("that is damaged, or of another owner, is refused", () => {
    expect(restore({ ...saved(), shares: undefined }, state.parameters)).toEqual({
      problem: "evidence is damaged at evidence.shares",
    });
    const plain = begin(null);
    expect(restore({ ...plain, shares: [] }, plain.parameters)).toEqual({
      problem: "evidence is damaged at evidence.shares",
    });
  });

  test("stays small with as many routes as are told apart", () => {
    const routes = Array.from({ length: 50 }, (_, i) => `/some/longer/route/of/a/shop/${i}`);
    const series = routes.flatMap((route) =>
      served(
        [
          [{ kind: "good", route }, 50],
          [{ kind: "4xx", route }, 1],
        ],
        [[{ kind: "good", route }, 199]],
      ),
    );
    const many = ingest(begin({ ...rules, routes }), series, 1065).state;
    expect(JSON.stringify(many.shares).length).toBeLessThan(40 * 1024);
  });
});

describe("explain()", () => {
  const say = (series: readonly RawSeries[], outcomes: OutcomeRules = rules, until = 1060) =>
    explain(judge(ingest(begin(outcomes), series, until).state));

  test("says which class a release failed by, with both shares", () => {
    const series = served(
      [
        [good, 5],
        [{ kind: "4xx" }, 45],
      ],
      [
        [good, 198],
        [{ kind: "4xx" }, 2],
      ],
    );
    expect(say(series)).toMatch(
      /^Fail: 4xx \(without 401 and 429\) are more than 3 times as many as of stable and more than 0.5 % \(90 % of the canary's \d+ requests, 1 % of stable's \d+\): canary /,
    );
  });

  test("says on which route", () => {
    const series = served(
      [
        [good, 100],
        [{ kind: "excused", route: "/cart" }, 30],
      ],
      [
        [good, 400],
        [{ kind: "good", route: "/" }, 1],
      ],
    );
    expect(say(series)).toContain("Fail: answers other than 2xx and 304 on /cart are more than 3 times");
    const elsewhere = served(
      [
        [good, 100],
        [{ kind: "excused", route: "" }, 30],
      ],
      [
        [good, 400],
        [{ kind: "good", route: "" }, 90],
      ],
    );
    expect(say(elsewhere)).toContain("Fail: answers other than 2xx and 304 on all other routes are");
  });

  test("says that too little is left outside of a class", () => {
    const away = { kind: "3xx", route: "/cart" } as const;
    const series = served(
      [
        [good, 3],
        [away, 97],
      ],
      [
        [good, 240],
        [away, 160],
      ],
    );
    expect(say(series)).toContain(
      "Fail: what is not 3xx (without 304) is less than a third of stable's (3xx (without 304): 97 % of the canary's ",
    );
  });

  test("says why no weight is raised, though nothing fails", () => {
    const series = served(
      [
        [good, 5],
        [{ kind: "4xx", route: "/cart" }, 45],
      ],
      [[good, 200]],
    );
    expect(say(series, { ...rules, onlyHolds: true }, 1010)).toMatch(
      /^Not decided yet: the canary may be worse: .+ \(ln E \d+\.\d\d, no raise from \d+\.\d\d\)/,
    );
  });

  test("says with a pass what is intended, and what is not told", () => {
    const told = { ...rules, expected: { "3xx": "/old moved" }, untold: ["gave-up", "routes"] } as const;
    expect(say(healthy, told)).toContain(
      '; intended and not judged: 3xx ("/old moved"); not judged, as the source does not count them: clients that gave up and errors by route',
    );
    expect(say(healthy)).not.toContain(";");
    expect(explainUntold([])).toBeUndefined();
    expect(explainUntold(["classes"])).toMatch(/: statuses other than 5xx$/);
  });
});

test("explainTable() has the shares that anybody has", () => {
  const series = served(
    [
      [good, 50],
      [{ kind: "4xx", route: "/cart" }, 1],
    ],
    [[good, 200]],
  );
  const rows = explainTable(judge(ingest(begin(), series, 1065).state)).split("\n");
  expect(rows.filter((row) => row.startsWith("4xx (without 401 and 429)"))).toHaveLength(2);
  expect(rows.filter((row) => row.startsWith("3xx"))).toHaveLength(0);
  expect(explainTable(judge(ingest(begin(), healthy, 1065).state))).not.toContain("share of answers");
});
