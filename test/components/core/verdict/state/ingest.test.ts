import { ingest, judge, rebase, startRelease, startStage } from "../../../../../components/core/verdict";
import { defaultParameters } from "../../../../../components/core/verdict";
import { begin, countCanary, idle, series, terms } from "../support";

describe("ingest() and missing data", () => {
  test("a track with weight but without samples makes ticks of no data, which are not held", () => {
    const { state, ticks } = ingest(begin(), [series("stable", "200", idle(1100))], 1100);
    expect(ticks.every(({ noData }) => noData)).toBe(true);
    expect(judge(state)).toMatchObject({
      kind: "inconclusive",
      reason: "noData",
      evidence: { heldSeconds: 0, elapsedSeconds: 100, ticks: 0 },
    });
  });

  test("no series at all is no data", () => {
    expect(judge(ingest(begin(), [], 1100).state)).toMatchObject({ reason: "noData", final: false });
  });

  test("at weight 100 stable needs no samples", () => {
    const canary = series("canary", "200", idle(1100));
    const { state } = ingest(begin({}, { weight: 100, nextWeight: undefined }), [canary], 1100);
    expect(judge(state).evidence.heldSeconds).toBe(100);
  });

  test("counts of one track wait until the other one has fresh samples too", () => {
    const canary = series("canary", "200", [
      [1002, 0],
      [1007, 10],
      [1012, 20],
      [1017, 30],
    ]);
    const stable = series("stable", "200", [
      [1002, 0],
      [1016, 100],
    ]);
    const { state, ticks } = ingest(begin(), [canary, stable], 1020);
    expect(ticks.map(({ noData, fromSeconds }) => [noData, fromSeconds])).toEqual([
      [false, 1000],
      [true, 1005],
      [true, 1005],
      [false, 1005],
    ]);
    expect(state).toMatchObject({ canary: { requests: 30 }, stable: { requests: 100 }, pending: null });
    expect(state.stage?.heldSeconds).toBe(20);
  });

  test("counts that wait longer than a gap are lost on both tracks", () => {
    const canary = series(
      "canary",
      "200",
      idle(1100).map(([at]) => [at, at - 1001]),
    );
    const stable = series("stable", "200", [
      [1002, 0],
      [1007, 50],
      [1092, 100],
      [1097, 120],
    ]);
    const { state } = ingest(begin(), [canary, stable], 1100);
    expect(state.stable.requests).toBe(70);
    expect(state.canary.requests).toBeLessThan(60);
  });

  test("the unfinished tick waits for the next call", () => {
    const canary = series("canary", "200", [
      [1002, 0],
      [1007, 10],
    ]);
    expect(countCanary([canary], 1008).canary.requests).toBe(0);
    expect(countCanary([canary], 1010).canary.requests).toBe(10);
  });

  test("a sample at the very end of a tick belongs to it", () => {
    const canary = series("canary", "200", [
      [1002, 0],
      [1010, 10],
    ]);
    const { ticks } = countCanary([canary], 1020);
    expect(ticks.map((tick) => tick.canary.requests).slice(0, 2)).toEqual([0, 10]);
  });

  test("a late sample goes into the tick in which it arrives", () => {
    const first = countCanary([series("canary", "200", [[1002, 0]])], 1010);
    const late = series("canary", "200", [
      [1002, 0],
      [1008, 10],
    ]);
    expect(first.canary.requests).toBe(0);
    expect(countCanary([late], 1015, first.state).canary.requests).toBe(10);
  });
});

test("ingest() is a mistake before the first stage", () => {
  expect(() => ingest(startRelease(defaultParameters()), [], 10)).toThrow('"startStage" must come first');
});

test("ingest() reads nothing more after a failure", () => {
  const bad = Array.from({ length: 40 }, (_, i): [number, number] => [1001 + 5 * i, 20 * i]);
  const good = bad.map(([at, value]): [number, number] => [at, 10 * value]);
  const all = [series("canary", "500", bad), series("stable", "200", good)];
  const { state, ticks } = ingest(begin(), all, 1200);
  expect(state.failure?.basis).toBe("relative");
  expect(ticks.length).toBeLessThan(8);
  expect(ingest(state, all, 1300).ticks).toEqual([]);
});

describe("rebase()", () => {
  const canary = series("canary", "200", [
    [1002, 0],
    [1007, 10],
    [1012, 500],
    [1017, 501],
    [1022, 503],
  ]);

  test("makes the next samples a baseline, so that no tick straddles a change of weight", () => {
    const before = countCanary([canary], 1010).state;
    const stage = startStage(rebase(before, 1014), { ...terms, weight: 20, startedAtSeconds: 1014 });
    expect(countCanary([canary], 1030, stage).canary.requests).toBe(12);
  });

  test("without a time begins at the latest tick", () => {
    const before = countCanary([canary], 1010).state;
    expect(countCanary([canary], 1030, rebase(before)).canary.requests).toBe(13);
  });

  test("has nothing to do before the first stage", () => {
    const state = startRelease(defaultParameters());
    expect(rebase(state, 10)).toBe(state);
  });
});
