import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { renderDemoEnvironment, writeFirewall } from "../../../cli/demo/environment-file";
import { renderReport } from "../../../cli/demo/render-report";
import { findProblems, reportRelease } from "../../../cli/demo/report";
import type { ReleaseRun } from "../../../cli/demo/report";
import { releasesAct, wafAct } from "../../../cli/demo/scenes";
import type { Ledger } from "../../../components/core/ledger/ledger";
import type { LoadReport } from "../../../sandbox/load/report";
import { readEnvironment } from "../../../stacks/files/environment";
import { parseStackName } from "../../../stacks/name";
import { imageOf } from "../../support/environment";
import { attemptOf, ledgerOf, released } from "../../support/gate";

const scenes = [...releasesAct.scenes, ...wafAct.scenes];

const at = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** Ten requests a second from second 1000 on; one fails in second 1025 and one in 1027. */
const load = {
  timeline: Array.from({ length: 60 }, (_, second) => ({
    at: at(1000 + second),
    sent: 10,
    failed: second === 25 || second === 27 ? 1 : 0,
  })),
  failures: [
    { at: at(1001), version: "v1", kind: "timeout", detail: "" },
    { at: at(1005), version: "", kind: "status", detail: "403" },
    { at: at(1024), version: "", kind: "timeout", detail: "" },
    { at: at(1025.5), version: "v3", kind: "status", detail: "500" },
    { at: at(1026.5), version: "", kind: "status", detail: "403" },
    { at: at(1027.5), version: "v3", kind: "status", detail: "500" },
  ],
} as unknown as LoadReport;

const counts = { canary: { requests: 40, errors: 2 }, stable: { requests: 400, errors: 0 } };

function run(version: string, ledger: Partial<Ledger>): ReleaseRun {
  return {
    version,
    image: released,
    failedBy: scenes.find(({ name }) => name === version)?.failedBy,
    beganSeconds: 1010,
    endedSeconds: 1030,
    exitCode: 0,
    sentence: "done",
    ledger: ledgerOf(ledger),
  };
}

const stages = attemptOf().stages.map((stage, index) =>
  index === 0
    ? {
        ...stage,
        phase: "failed" as const,
        startedAtSeconds: 1012,
        endedAtSeconds: 1029.04,
        verdict: { kind: "fail" as const, basis: "relative", sentence: "Fail: errors", ...counts },
      }
    : stage,
);

const takenOff: Partial<Ledger> = {
  phase: "aborted",
  attempt: attemptOf([], { stages }),
  moves: [
    { atSeconds: 1012, from: 0, to: 1, by: "x", reason: "y" },
    { atSeconds: 1029, from: 1, to: 0, by: "x", reason: "y" },
  ],
};
const bad = reportRelease(run("v3", takenOff), load);

test("reportRelease() tells outcome, stages that began, clients' requests of its seconds, and seconds from fault to zero", () => {
  expect(bad).toMatchObject({
    version: "v3",
    image: released,
    outcome: "aborted",
    seconds: 20,
    stages: [{ weight: 1, verdict: "fail", seconds: 17, requests: { canary: 40, stable: 400 } }],
    clientRequests: { sent: 200, failed: 2, failures: { "status 500": 2, "status 403": 1, timeout: 1 } },
    faultToZeroSeconds: 3.5,
  });
  expect(bad.stages).toHaveLength(1);
});

test("reportRelease() counts from the first refusal of the firewall where its rules are the fault", () => {
  expect(reportRelease(run("strict rules", takenOff), load).faultToZeroSeconds).toBe(2.5);
});

test("reportRelease() without load reports no requests and no fault", () => {
  const first = reportRelease(
    run("v1", { phase: "promoted", attempt: attemptOf([], { stages: [] }) }),
    undefined,
  );
  expect(first.clientRequests).toEqual({ sent: 0, failed: 0, failures: {} });
  expect(first).not.toHaveProperty("faultToZeroSeconds");
});

const good = reportRelease(
  run("v2", { phase: "promoted", attempt: attemptOf([], { stages: [] }) }),
  undefined,
);

test.each<[string, Parameters<typeof findProblems>[0], string[]]>([
  ["all went well", [good, bad], []],
  ["a good release is not promoted", [{ ...good, outcome: "aborted" }], ["v2 must be promoted: got aborted"]],
  [
    "a request fails in a good release",
    [{ ...good, clientRequests: { sent: 10, failed: 1, failures: { timeout: 1 } } }],
    ["no request may fail while v2 is released: got 1 (1 × timeout)"],
  ],
  [
    "a stage of a good release does not pass",
    [{ ...good, stages: bad.stages }],
    ["every stage of v2 must pass: got none at 1 %"],
  ],
  ["the bad release is promoted", [{ ...bad, outcome: "promoted" }], ["v3 must be aborted: got promoted"]],
])("findProblems() when %s", (_name, releases, problems) => {
  expect(findProblems(releases, scenes).map((text) => text.replace(/ \(done\)$/, ""))).toEqual(problems);
});

test("renderReport() shows every release, its evidence and the time to zero", () => {
  const report = {
    startedAt: at(1000),
    seconds: 60,
    fast: true,
    ratePerSecond: 10,
    releases: [good, bad],
    problems: [],
  };
  const text = renderReport(report);
  expect(text).toContain("Everything was as it should be.");
  expect(text).toContain("## v3: aborted");
  expect(text).toContain("| 1 % | fail | 17 s | 40 | 2 | 400 | 0 | Fail: errors |");
  expect(text).toContain("weight 0: **3.5 s**");
  expect(text).toContain("10 requests a second, short soaks, proof");
  const { fast: _, ...ofAct } = report;
  expect(renderReport(ofAct)).toContain("10 requests a second.\n");
  expect(renderReport({ ...report, problems: ["v3 must be aborted"] })).toContain("- v3 must be aborted");
});

test.each([true, false])("renderDemoEnvironment() is a valid environment (fast: %s)", (fast) => {
  const text = renderDemoEnvironment({
    context: "sluice-demo",
    uid: "5e0a",
    image: imageOf("a"),
    gatewayTlsAddress: "127.0.0.1:8443",
    gatewayAuthority: "/state/edge-ca.crt",
    fast,
  });
  const config = readEnvironment(parseStackName("demo"), { "Pulumi.demo.yaml": text });
  expect(config.stages?.map(({ weight }) => weight)).toEqual([1, 5, 20, 50, 100]);
});

test("writeFirewall() changes firewall and stages, and nothing else", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "demo-"));
  const file = path.join(folder, "Pulumi.demo.yaml");
  const facts = { context: "sluice-demo", uid: "5e0a", fast: true, image: imageOf("a") };
  const gateway = { gatewayTlsAddress: "127.0.0.1:8443", gatewayAuthority: "/state/edge-ca.crt" };
  writeFileSync(file, renderDemoEnvironment({ ...facts, ...gateway }));
  const read = () =>
    readEnvironment(parseStackName("demo"), { "Pulumi.demo.yaml": readFileSync(file, "utf8") });
  const before = read();
  for (const paranoia of [1, 3]) {
    await writeFirewall(file, { image: imageOf("b"), paranoia });
    const { edge, stages: written, ...rest } = read();
    expect(edge?.waf).toMatchObject({ mode: "block", image: imageOf("b"), paranoia: { block: paranoia } });
    expect(written?.map(({ weight }) => weight)).toEqual([5, 100]);
    expect({ ...rest, edge: before.edge, stages: before.stages }).toEqual(before);
  }
  rmSync(folder, { recursive: true });
});
