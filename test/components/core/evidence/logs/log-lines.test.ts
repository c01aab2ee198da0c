import { isEvent, parseLines } from "../../../../../components/core/evidence/logs/log-lines";

test("parseLines() reads whole lines with their times, and leaves out what is cut off", () => {
  const body =
    "2026-11-30T06:00:00.5Z first line\n2026-11-30T06:00:01.123456789Z \nno time\n2026-11-30T06:00:02Z half";
  const at = Date.parse("2026-11-30T06:00:00Z") / 1000;
  expect(parseLines(body)).toEqual([
    { time: "2026-11-30T06:00:00.5Z", atSeconds: at + 0.5, text: "first line" },
    { time: "2026-11-30T06:00:01.123456789Z", atSeconds: at + 1.123, text: "" },
  ]);
  expect(parseLines("")).toEqual([]);
});

test.each([
  ["level=error msg=x", true],
  ["level=info msg=x", false],
  ["level=error agent=kube-probe/1.33", false],
])("isEvent() of %s is %s", (text, expected) => {
  const pattern = { lines: "level=(error|fatal)", except: "kube-probe|sluice-probe" };
  expect(isEvent({ time: "", atSeconds: 0, text }, pattern)).toBe(expected);
});
