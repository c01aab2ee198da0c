import fc from "fast-check";
import { parseOpenMetrics } from "../../../replay/recording/parse-openmetrics";
import { parseNumber } from "../../../replay/recording/parse-sample";

const one = (line: string) => parseOpenMetrics(`${line}\n# EOF\n`);

test.each([
  {
    name: "a plain sample",
    line: 'm_total{a="b"} 3 1700000000.5',
    labels: { a: "b" },
    sample: [1_700_000_000.5, 3],
  },
  { name: "no labels", line: "m_total 3 1", labels: {}, sample: [1, 3] },
  { name: "empty labels", line: "m_total{} 3 1", labels: {}, sample: [1, 3] },
  {
    name: "a trailing comma and spaces",
    line: 'm_total{ a="b" , c="d", }  3  1 ',
    labels: { a: "b", c: "d" },
    sample: [1, 3],
  },
  {
    name: "escapes",
    line: String.raw`m_total{a="q\"b\\n\nx\d"} 3 1`,
    labels: { a: 'q"b\\n\nx\\d' },
    sample: [1, 3],
  },
  {
    name: "braces, commas and hashes inside a value",
    line: 'm_total{a="}{,# 1"} 3 1',
    labels: { a: "}{,# 1" },
    sample: [1, 3],
  },
  {
    name: "an exemplar",
    line: 'm_bucket{le="1.0"} 3 1 # {trace_id="KOO5S4vxi0o"} 0.67 1.5',
    labels: { le: "1.0" },
    sample: [1, 3],
  },
  { name: "an exemplar without time", line: "m_total 3 1 # {} 1", labels: {}, sample: [1, 3] },
  { name: "NaN", line: "m_total NaN 1", labels: {}, sample: [1, Number.NaN] },
  { name: "+Inf", line: "m_total +Inf 1", labels: {}, sample: [1, Infinity] },
  { name: "-Inf", line: "m_total -Inf 1", labels: {}, sample: [1, -Infinity] },
  { name: "an exponent", line: "m_total 1.5e+3 1e2", labels: {}, sample: [100, 1500] },
  { name: "carriage returns", line: "m_total 3 1\r", labels: {}, sample: [1, 3] },
])("parseOpenMetrics() reads $name", ({ line, labels, sample }) => {
  const { series, problems, notes } = one(line);
  expect({ problems, notes }).toEqual({ problems: [], notes: [] });
  expect(series).toHaveLength(1);
  expect(series[0]).toMatchObject({ labels, samples: [sample] });
});

test.each([
  { name: "no timestamp", line: "m_total 3", says: "line 1: timestamp must be given: got none" },
  {
    name: "an exemplar instead of a timestamp",
    line: "m_total 3 # {} 1 2",
    says: "line 1: timestamp must be given: got none",
  },
  {
    name: "a timestamp that is none",
    line: "m_total 3 soon",
    says: 'line 1: timestamp must be a number: got "soon"',
  },
  {
    name: "an infinite timestamp",
    line: "m_total 3 Inf",
    says: 'line 1: timestamp must be a number: got "Inf"',
  },
  { name: "a value that is none", line: "m_total x 1", says: 'line 1: value must be a number: got "x"' },
  { name: "no value", line: "m_total", says: "line 1: must be name{labels} value timestamp" },
  { name: "too much", line: "m_total 1 2 3", says: "line 1: must be name{labels} value timestamp" },
  {
    name: "an open label value",
    line: 'm_total{a="b 3 1',
    says: "line 1: must be name{labels} value timestamp",
  },
  {
    name: "a label without quotes",
    line: "m_total{a=b} 3 1",
    says: 'line 1: labels must be name="value", each once',
  },
  {
    name: "a label twice",
    line: 'm_total{a="b",a="c"} 3 1',
    says: 'line 1: labels must be name="value", each once',
  },
  { name: "no name", line: "3 1", says: "line 1: must begin with the name of a metric" },
])("parseOpenMetrics() refuses $name", ({ line, says }) => {
  expect(one(line)).toMatchObject({ problems: [says], series: [] });
});

test("parseOpenMetrics() reads names as promtool tsdb dump writes them", () => {
  const { series, problems } = one(
    '{__name__="m_total", a="b"} 3 1700000000000\n{__name__="n_total"} 1 1700000000000',
  );
  expect(problems).toEqual([]);
  expect(series.map(({ name, labels, samples }) => [name, labels, samples])).toEqual([
    ["m_total", { a: "b" }, [[1_700_000_000, 3]]],
    ["n_total", {}, [[1_700_000_000, 1]]],
  ]);
});

test("parseOpenMetrics() names every bad line", () => {
  expect(one("a x 1\n\n# comment\nb 1 1\nc").problems).toEqual([
    'line 1: value must be a number: got "x"',
    "line 5: must be name{labels} value timestamp",
  ]);
});

test("parseOpenMetrics() refuses what follows # EOF", () => {
  expect(parseOpenMetrics("a 1 1\n# EOF\n\nb 1 1\nc 1 1").problems).toEqual([
    'line 4: nothing may follow "# EOF"',
  ]);
});

test("parseOpenMetrics() orders samples and takes the first one of each moment", () => {
  const { series } = one('a{x="1"} 3 30\na{x="1"} 1 10\na{x="2"} 9 10\na{x="1"} 2 10');
  expect(series.map(({ samples }) => samples)).toEqual([
    [
      [10, 1],
      [30, 3],
    ],
    [[10, 9]],
  ]);
});

test("parseOpenMetrics() says when the end is missing and leaves half a line out", () => {
  expect(parseOpenMetrics("a 1 10\na 2 20\n")).toMatchObject({
    problems: [],
    notes: ['"# EOF" is missing: the recording may be cut off'],
    series: [
      {
        samples: [
          [10, 1],
          [20, 2],
        ],
      },
    ],
  });
  expect(parseOpenMetrics("a 1 10\na 2 2")).toMatchObject({
    notes: ['"# EOF" is missing: the recording may be cut off, its last line has no end and is not used'],
    series: [{ samples: [[10, 1]] }],
  });
});

test.each([
  ["milliseconds", "1700000000500"],
  ["microseconds", "1700000000500000"],
  ["nanoseconds", "1700000000500000000"],
])("parseOpenMetrics() understands %s and says so", (unit, timestamp) => {
  expect(one(`a 1 ${timestamp}`)).toMatchObject({
    notes: [`timestamps were read as ${unit}`],
    series: [{ samples: [[1_700_000_000.5, 1]] }],
  });
});

test("parseOpenMetrics() gives back any label value that was escaped by the rules", () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      const text = value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
      fc.pre(!/\r/.test(value));
      expect(one(`a{x="${text}"} 1 1`).series[0]?.labels).toEqual({ x: value });
    }),
  );
});

test("parseNumber() refuses what JavaScript would take for a number", () => {
  expect(["", "0x10", "1_0", "Infinit", "--1", "."].map(parseNumber)).toEqual(Array.from({ length: 6 }));
});
