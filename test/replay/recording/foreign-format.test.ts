import { gzipSync } from "node:zlib";
import { findForeignFormat } from "../../../replay/recording/foreign-format";

const line = '{metric="x"} 1 1\n';
const read = (bytes: Buffer) => bytes.toString("utf8");

test.each([
  ["the API's JSON", '{"status":"success","data":{"resultType":"matrix","result":[]}}', /JSON of Prometheus/],
  ["the same on several lines", '{\n  "data": {', /JSON of Prometheus/],
  [
    "VictoriaMetrics' lines",
    '{"metric":{"__name__":"x"},"values":[1],"timestamps":[1]}\n',
    /VictoriaMetrics/,
  ],
  ["a list of JSON", '[{"a":1}]', /^JSON$/],
  ["an object of JSON", '{"rows": []}', /^JSON$/],
  ["Grafana's table", '"Time","shop"\n1,2\n', /CSV/],
  ["a page that asks for a password", "<!DOCTYPE html><html>", /HTML/],
  ["gzip", read(gzipSync(line)), /gzip/],
  ["zstd", read(Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1])), /zstd/],
  ["bzip2", read(Buffer.from("BZh91AY&SY\u00ff", "latin1")), /bzip2/],
  ["xz", read(Buffer.from("\u00fd7zXZ\0", "latin1")), /by xz/],
  ["zip", "PK\u0003\u0004\u0014", /zip archive/],
  ["a chunk of Prometheus' own data", read(Buffer.from([0x85, 0xbd, 0x40, 0xdd, 1])), /binary/],
  ["a tar archive", "data/chunks\0\0\0", /binary/],
  ["the answer of promtool query", 'x{a="b"} => 1027 @[1700000000]\n', /promtool query/],
  ["the same of a range", 'x{a="b"} =>\n1027 @[1700000000]\n', /promtool query/],
  ["UTF-16 with its mark", read(Buffer.from(`\uFEFF${line}`, "utf16le")), /UTF-16/],
  ["UTF-16 without", read(Buffer.from(line, "utf16le")), /UTF-16/],
])("recognises %s, with a way out", (_, text, name) => {
  const found = findForeignFormat(text);
  expect(found?.name).toMatch(name);
  expect(found?.fix).not.toBe("");
});

test.each([
  "",
  "# EOF\n",
  "# TYPE x counter\n",
  'x{a="b"} 1 1',
  '{"x.y",a="b"} 1 1',
  '{__name__="x"} 1 1',
  "time 1 1",
])("takes %j for text of the right kind", (text) => {
  expect(findForeignFormat(text)).toBeUndefined();
});
