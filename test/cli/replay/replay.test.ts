import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { istio } from "../../support/sources/istio";
import { runSluice } from "../commands/run-sluice";

jest.setTimeout(120_000);

let folder = "";
let [file, empty, damaged, json] = ["", "", "", ""];

const start = 1_700_000_000;

/** Ten minutes of two pods of stable and a canary whose requests all fail. */
function record(): string {
  const lines = ["# TYPE http_requests counter"];
  const write = (track: string, pod: string, code: string, perScrape: number): void => {
    for (let i = 0; i <= 120; i++) {
      lines.push(
        `http_requests_total{track="${track}",code="${code}",pod="${pod}"} ${i * perScrape} ${start + 5 * i}`,
      );
    }
  };
  for (const pod of ["s-0", "s-1"]) {
    write("stable", pod, "200", 475);
    write("stable", pod, "500", 1);
  }
  write("canary", "c-0", "200", 0);
  write("canary", "c-0", "500", 50);
  return [...lines, "# EOF", ""].join("\n");
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "replay-"));
  [file, empty, damaged, json] = ["recording.om", "empty.om", "damaged.om", "answer.json"].map((name) =>
    path.join(folder, name),
  ) as [string, string, string, string];
  await writeFile(file, record());
  await writeFile(empty, "# EOF\n");
  await writeFile(json, '{"status":"success","data":{"resultType":"matrix","result":[]}}');
  await writeFile(damaged, "a x 1\nb 1\n# EOF\n");
});

afterAll(() => rm(folder, { recursive: true }));

test("replay --json prints a line per mode, and a page where one is asked for", async () => {
  const html = path.join(folder, "replay.html");
  const { code, stdout, stderr } = await runSluice("replay", file, "--json", "--html", html);
  expect(code).toBe(0);
  const lines = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toMatchObject([
    { mode: "sluice", verdict: "fail", atSeconds: 15, canaryRequests: 150, canaryErrors: 150, dispersion: 1 },
    { mode: "argo", verdict: "fail", atSeconds: 240, canaryRequests: 2400, canaryErrors: 2400 },
    { mode: "flagger", verdict: "fail", atSeconds: 360, canaryRequests: 3600, canaryErrors: 3600 },
  ]);
  for (const { lnE, fromSeconds, sameVersion } of lines) {
    expect(lnE).toBeGreaterThan(Math.log(100));
    expect(fromSeconds).toBe(start);
    expect(sameVersion).toMatchObject({ verdict: "pass" });
  }
  expect(stderr).toContain("Sluice         aborts after 15s");
  const page = await readFile(html, "utf8");
  expect(page).toContain("<h1>Sluice would have stopped this release after 15s");
});

test("replay takes the rivals' settings, and part of a recording", async () => {
  const { stdout } = await runSluice(
    "replay",
    file,
    "--json",
    "--interval",
    "10s",
    "--failure-limit",
    "0",
    "--threshold",
    "1",
    "--success-rate",
    "0.95",
    "--from",
    String(start + 100),
    "--to",
    String(start + 300),
    "--stages",
    "5@0s,20@2m",
    "--tick",
    "10s",
    "--objective",
    "2%",
    "--no-latency",
  );
  const lines = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toMatchObject([
    { mode: "sluice", verdict: "fail", fromSeconds: start + 100 },
    { mode: "argo", verdict: "fail", atSeconds: 10 },
    { mode: "flagger", verdict: "fail", atSeconds: 20 },
  ]);
});

test("replay names every wrong option at once, with exit code 2", async () => {
  const { code, stderr } = await runSluice(
    "replay",
    file,
    "--from",
    "yesterday",
    "--stages",
    "5@0s,1",
    "--tick",
    "5",
    "--objective",
    "101%",
    "--success-rate",
    "most",
    "--failure-limit",
    "-2",
    "--threshold",
    "0",
    "--conditions",
    "all",
    "--hold",
    "x",
    "--interval",
    "y",
  );
  expect(code).toBe(2);
  for (const option of [
    "from",
    "stages",
    "tick",
    "objective",
    "success-rate",
    "failure-limit",
    "threshold",
    "conditions",
    "hold",
    "interval",
  ]) {
    expect(stderr).toContain(`--${option} must be `);
  }
});

test.each([
  {
    name: "a file that is no recording",
    args: () => [damaged],
    says: 'line 1: value must be a number: got "x"; line 2: timestamp must be given',
  },
  {
    name: "a recording of nothing",
    args: () => [empty],
    says: 'http_requests_total has no series with track="canary"',
  },
  {
    name: "another format",
    args: () => [json],
    says: "it must be OpenMetrics text with timestamps: got the JSON of Prometheus' API",
  },
  { name: "a folder", args: () => [folder], says: "it must be a file that can be read" },
  {
    name: "neither file nor range",
    args: () => ["prod"],
    says: "it must be a file, or an environment with --from",
  },
  {
    name: "a range that ends before it begins",
    args: () => [file, "--from", "2023-11-14T22:15:00Z", "--to", "2023-11-14T22:14:00Z"],
    says: "--to must be later than --from",
  },
  {
    name: "stages after the end",
    args: () => [file, "--stages", "5@1h"],
    says: "its first stage must begin before its last sample",
  },
  {
    name: "a page that cannot be written",
    args: () => [file, "--html", path.join(folder, "no", "page.html")],
    says: "--html must be a file that can be written",
  },
])("replay refuses $name with exit code 2", async ({ args, says }) => {
  const { code, stdout, stderr } = await runSluice("replay", ...args());
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(says);
});

test("replay reads a dump of Istio's own series, a mesh's duplicates and buckets in milliseconds among them", async () => {
  const line = (labels: Readonly<Record<string, string>>, perScrape: number): string[] => {
    const { __name__: name = "", ...rest } = labels;
    const pairs = Object.entries(rest).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
    return Array.from(
      { length: 121 },
      (_, i) => `${name}{${pairs.join(",")}} ${i * perScrape} ${start + 5 * i}`,
    );
  };
  const served = (["stable", "canary"] as const).flatMap((track) =>
    [200, 500].flatMap((http) => {
      const count = track === "stable" ? (http === 200 ? 400 : 0) : http === 200 ? 30 : 20;
      const scrape = { instance: "10.77.0.1:15020", pod: "gateway-0" };
      const counter = { ...scrape, ...istio.counter(track, { http }) };
      const bucket = {
        ...scrape,
        ...istio.histogram?.labels(track, { http }),
        __name__: "istio_request_duration_milliseconds_bucket",
      };
      return [
        ...line(counter, count),
        ...line({ ...counter, reporter: "destination", instance: "10.77.0.2:15020", pod: "app" }, count),
        ...line({ ...bucket, le: "250" }, count),
        ...line({ ...bucket, le: "+Inf" }, count),
      ];
    }),
  );
  const dump = path.join(folder, "istio.om");
  await writeFile(dump, ["# TYPE istio_requests counter", ...served, "# EOF", ""].join("\n"));
  const flags = ["--source", "istio", "--app", "app", "--namespace", "prod", "--json"];
  const { code, stdout } = await runSluice("replay", dump, ...flags);
  expect(code).toBe(0);
  const [sluice] = stdout
    .split("\n")
    .map((one) => (one === "" ? {} : (JSON.parse(one) as Record<string, number>)));
  expect(sluice).toMatchObject({ mode: "sluice", verdict: "fail" });
  const { canaryRequests = 0, canaryErrors = 0, atSeconds = 0 } = sluice ?? {};
  expect(canaryRequests).toBe(10 * atSeconds);
  expect(canaryErrors).toBe(4 * atSeconds);
});
