import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { reportRules } from "../../../cli/waf/report-rules";
import type { RawMetric } from "../../../components/core/sources/source";
import { fakeEnvironment } from "../support/fake-cluster";

const { context, said } = fakeEnvironment({ weight: 5 });
const at = context.now();
const labels = { track: "canary", pod: "scholarlink-canary-1" };
const mockRaw = jest.fn();
const mockRead = jest.fn();

jest.mock("../../../components/prometheus/open-prometheus", () => ({
  openPrometheus: () => ({ name: "prometheus", queryRaw: mockRaw }),
}));
jest.mock("../../../components/prometheus/source", () => ({ openSource: () => ({ read: mockRead }) }));

const hits = (rule: number): RawMetric => ({
  labels: {
    ...labels,
    __name__: "sluice_waf_rule_hits_total",
    rule: `${rule}`,
    path: "/search",
    target: "ARGS:q",
  },
  samples: [[at - 30, 4]],
});

const answerWith = (value: readonly RawMetric[]): void => {
  mockRaw.mockResolvedValue({ ok: true, value });
  const samples = [0, 1].map((step) => [at - 600 + 300 * step, 100 * step]);
  const series = [{ id: "a", track: "canary", counters: ["requests"], target: "t", samples }];
  mockRead.mockResolvedValue({ series, problems: [] });
};

test("reportRules() lists the rules with their share, for people, as data and as Markdown", async () => {
  answerWith([hits(942_100)]);
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "sluice-test-")), "rules.md");
  const { exitCode, sentence, report } = await reportRules(context, { sinceSeconds: 1800, markdown: file });
  expect(exitCode).toBe(0);
  expect(sentence).toContain("in the last 30m: stable has no firewall that Prometheus scrapes");
  expect(said.join("\n")).toMatch(
    /^942100 +\/search +ARGS:q +0 +4 \(4 %\) +\{ rule: 942100, path: \/search, target: "ARGS:q" \}$/m,
  );
  expect(report).toMatchObject({
    rows: [{ canary: { hits: 4, share: 0.04 }, exclusion: { rule: 942_100, path: "/search" } }],
  });
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  expect(fs.readFileSync(file, "utf8")).toContain("| 942100 | `/search` | ARGS:q | 0 | 4 (4 %) |");
  expect(mockRaw.mock.calls[0]?.[0]).toContain('namespace="default"');
});

test("reportRules() shows people the first forty, and says that there are more", async () => {
  answerWith(Array.from({ length: 41 }, (_, index) => hits(942_000 + index)));
  const { sentence, report } = await reportRules(context, { sinceSeconds: 60 });
  expect(sentence).toContain("41 kinds of hits, 1 of them only in --json");
  expect(report?.["rows"]).toHaveLength(41);
});

test("reportRules() counts without shares where requests cannot be read, and refuses where hits cannot", async () => {
  answerWith([]);
  mockRead.mockResolvedValue({ series: [], problems: [{ query: "x", problem: "down" }] });
  expect(await reportRules(context, { sinceSeconds: 60 })).toMatchObject({
    sentence: expect.stringContaining("no rule fired"),
    report: { requests: null },
  });
  mockRaw.mockResolvedValue({ ok: false, error: { code: "unreachable", message: "connect ECONNREFUSED" } });
  await expect(reportRules(context, { sinceSeconds: 60 })).rejects.toMatchObject({ end: "refused" });
});
