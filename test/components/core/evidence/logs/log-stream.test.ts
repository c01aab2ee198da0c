import type { LogLine } from "../../../../../components/core/evidence/logs/log-lines";
import { addLog, askFrom, toIncrements } from "../../../../../components/core/evidence/logs/log-stream";

const pattern = { lines: "bad", except: "probe" };
const line = (atSeconds: number, text = "bad"): LogLine => ({ time: `${atSeconds}`, atSeconds, text });
const read = (fromSeconds: number, untilSeconds: number, lines: readonly LogLine[], isCut = false) => ({
  fromSeconds,
  untilSeconds,
  lines,
  isCut,
});

test("a first answer counts its events by the second", () => {
  const lines = [line(100.2), line(100.9), line(101.5, "good"), line(102, "bad probe"), line(103.1)];
  const stream = addLog(undefined, read(100, 105, lines), pattern);
  expect(toIncrements(stream, 100, 105)).toEqual([
    [101, 2],
    [104, 1],
    [105, 0],
  ]);
  expect(stream.lostUntilSeconds).toBeUndefined();
});

test("a second answer goes on after the latest line, and counts nothing twice", () => {
  const first = addLog(undefined, read(100, 105, [line(103.1)]), pattern);
  expect(askFrom(first, 100)).toBe(103.1);
  const second = addLog(first, read(103.1, 110, [line(103.1), line(105.5), line(109.5)]), pattern);
  expect(toIncrements(second, 100, 110)).toEqual([
    [104, 1],
    [106, 1],
    [110, 1],
  ]);
  expect(toIncrements(second, 104, 108)).toEqual([
    [106, 1],
    [108, 0],
  ]);
});

test("lines that were rotated away between two answers are lost, until they are no longer asked for", () => {
  const first = addLog(undefined, read(100, 105, [line(104)]), pattern);
  const gap = addLog(first, read(104, 110, [line(108), line(109)]), pattern);
  expect(gap.lostUntilSeconds).toBe(108);
  expect(toIncrements(gap, 100, 110)).toEqual([
    [105, 1],
    [109, 1],
    [110, 1],
  ]);
  const later = addLog(gap, read(109, 115, [line(109), line(112)]), pattern);
  expect(later.lostUntilSeconds).toBe(108);
  expect(addLog(first, read(104, 110, []), pattern).lostUntilSeconds).toBe(110);
});

test("a log that begins after what was asked for may have lost lines", () => {
  expect(addLog(undefined, read(100, 105, [line(103)], true), pattern).lostUntilSeconds).toBe(103);
});

test("a quiet log is asked for from where it was read to, and an earlier time again", () => {
  const quiet = addLog(undefined, read(100, 105, []), pattern);
  expect([askFrom(quiet, 100), askFrom(quiet, 90), askFrom(undefined, 90)]).toEqual([105, 90, 90]);
  const again = addLog(quiet, read(90, 110, [line(95), line(106)]), pattern);
  expect(again.fromSeconds).toBe(90);
  expect(toIncrements(again, 90, 110)).toEqual([
    [96, 1],
    [107, 1],
    [110, 0],
  ]);
});

test("events of an hour ago are forgotten", () => {
  const old = addLog(undefined, read(0, 5, [line(2)]), pattern);
  expect([...addLog(old, read(2, 4000, [line(2)]), pattern).counts]).toEqual([]);
});
