import { readScan } from "../../../../policies/images/attestation/scan";
import { judgeVulnerabilities } from "../../../../policies/images/attestation/vulnerabilities";

const now = new Date("2026-06-15T12:00:00Z");
const finished = "2026-06-14T12:00:00Z";
const cosign = "https://cosign.sigstore.dev/attestation/vuln/v1";
const inToto = "https://in-toto.io/attestation/vulns/v0.1";
const scanned = (result: unknown, scanFinishedOn: string = finished) => ({
  scanner: { result },
  metadata: { scanFinishedOn },
});
const rules = { maxAgeSeconds: 7 * 86_400, denied: ["critical", "high"] as const, exceptions: [] };

const trivy = (Severity: string) => ({
  SchemaVersion: 2,
  Results: [
    { Target: "none" },
    {
      Vulnerabilities: [{ VulnerabilityID: "CVE-1", Severity, PkgName: "openssl", InstalledVersion: "3.0" }],
    },
  ],
});
const grype = (severity: string) => ({
  matches: [{ vulnerability: { id: "CVE-1", severity }, artifact: { name: "openssl", version: "3.0" } }],
});
const sarif = (rule: object, level?: string) => ({
  runs: [{ tool: { driver: { rules: [{ id: "CVE-1", ...rule }] } }, results: [{ ruleId: "CVE-1", level }] }],
});
const scored = (score: string) => sarif({ properties: { "security-severity": score } }, "note");
const vulns = (...scores: (string | number)[]) => [
  { id: "CVE-1", severity: scores.map((score) => ({ method: "x", score })) },
];

test.each<[string, string, unknown, string]>([
  ["Trivy", cosign, trivy("CRITICAL"), "critical in openssl 3.0"],
  ["Trivy", cosign, trivy("LOW"), "low in openssl 3.0"],
  ["Trivy", cosign, trivy("UNKNOWN"), "unknown in openssl 3.0"],
  ["Grype", cosign, grype("High"), "high in openssl 3.0"],
  ["Grype", cosign, grype("Negligible"), "negligible in openssl 3.0"],
  ["SARIF", cosign, scored("9.1"), "critical in "],
  ["SARIF", cosign, scored("7.0"), "high in "],
  ["SARIF", cosign, scored("6.9"), "medium in "],
  [
    "SARIF with a score that is none",
    cosign,
    sarif({ properties: { "security-severity": "n/a" } }, "error"),
    "high in ",
  ],
  ["SARIF without a score", cosign, sarif({}, "error"), "high in "],
  ["SARIF without score and level", cosign, sarif({}), "medium in "],
  ["in-toto", inToto, vulns("5.0", "9.8"), "critical in "],
  ["in-toto", inToto, vulns(7), "high in "],
  ["in-toto", inToto, vulns("MODERATE"), "medium in "],
  ["in-toto", inToto, vulns(), "unknown in "],
])("readScan() reads %s", (_, type, result, expected) => {
  const scan = readScan(type, scanned(result));
  expect(
    typeof scan === "string"
      ? scan
      : scan.vulnerabilities.map(({ level, component }) => `${level} in ${component}`),
  ).toEqual([expected]);
});

test.each<[string, unknown]>([
  ["Trivy without results", { SchemaVersion: 2, ArtifactName: "x", Metadata: {} }],
  ["Trivy with results of null", { SchemaVersion: 2, ArtifactName: "x", Results: null }],
  ["Trivy with vulnerabilities of null", { SchemaVersion: 2, Results: [{ Vulnerabilities: null }] }],
  ["Grype with matches of null", { matches: null, descriptor: { name: "grype", version: "1" } }],
  ["SARIF with no results", { runs: [{ tool: { driver: {} }, results: [] }] }],
])("a scanner that found nothing: %s", (_name, result) => {
  expect(readScan(cosign, scanned(result))).toMatchObject({ vulnerabilities: [] });
});

test("in-toto's list of nothing is empty as Go writes it, where the scanner is named, and not where it is absent", () => {
  const named = (more: object) => ({ ...scanned(null), scanner: { uri: "pkg:github/a/trivy@1", ...more } });
  expect(readScan(inToto, named({ result: [] }))).toMatchObject({ vulnerabilities: [] });
  expect(readScan(inToto, named({ result: null }))).toMatchObject({ vulnerabilities: [] });
  expect(readScan(inToto, named({ result: [{ id: "CVE-1", severity: null }] }))).toMatchObject({
    vulnerabilities: [{ level: "unknown" }],
  });
  for (const bad of [scanned(null), named({}), named({ results: vulns("9.8") })])
    expect(readScan(inToto, bad)).toContain("it must have scanner.result with ids");
});

test.each<[string, string, unknown, string]>([
  // By the standard a run without results did not scan at all.
  [
    "SARIF of a run that did not scan",
    cosign,
    scanned({ runs: [{ tool: { driver: {} } }] }),
    "another shape",
  ],
  [
    "SARIF with results of null",
    cosign,
    scanned({ runs: [{ tool: { driver: {} }, results: null }] }),
    "another shape",
  ],
  ["matches of null by nobody", cosign, scanned({ matches: null }), "another shape"],
  [
    "another scanner's shape",
    cosign,
    scanned({ findings: [] }),
    "scanner.result must be of Trivy, Grype or SARIF: got another shape",
  ],
  [
    "a scan of Trivy that looked at nothing",
    cosign,
    scanned({ SchemaVersion: 2 }),
    "scanner.result must be of Trivy, Grype or SARIF",
  ],
  [
    "no time",
    cosign,
    { scanner: { result: grype("Low") } },
    "it must have scanner.result and metadata.scanFinishedOn",
  ],
  [
    "a time that is none",
    cosign,
    scanned(grype("Low"), "yesterday"),
    "it must have scanner.result and metadata.scanFinishedOn",
  ],
  ["in-toto without ids", inToto, scanned([{}]), "it must have scanner.result with ids"],
])("readScan() refuses %s", (_, type, predicate, reason) => {
  expect(readScan(type, predicate)).toContain(reason);
});

const judge = (level: string, changes: object = {}, at: string = finished) => {
  const scan = readScan(cosign, scanned(trivy(level), at));
  return typeof scan === "string" ? [scan] : judgeVulnerabilities(scan, { ...rules, ...changes }, now);
};

test.each(["MEDIUM", "LOW", "UNKNOWN"])("a fresh scan with nothing worse than %s is clean", (level) => {
  expect(judge(level)).toEqual([]);
});

test.each(["CRITICAL", "HIGH"])("a %s vulnerability is refused by name", (level) => {
  expect(judge(level)).toEqual([
    `no vulnerability may be critical or high: got CVE-1 (${level.toLowerCase()} in openssl 3.0)`,
  ]);
});

test.each([
  ["2026-06-08T12:00:00Z", []],
  ["2026-06-08T11:59:59Z", ["the scan must be at most 7 d old: got 7 d (2026-06-08T11:59:59.000Z)"]],
  ["2026-06-15T12:04:00Z", []],
  ["2026-06-15T13:00:00Z", ["the scan must not be from the future: got 2026-06-15T13:00:00.000Z"]],
])("a scan of %s", (at, expected) => {
  expect(judge("LOW", {}, at)).toEqual(expected);
});

const exception = (expires: string, id = "CVE-1") => ({
  exceptions: [{ id, reason: "not reachable", expires }],
});
test("an exception holds until the end of its day, and its end is said", () => {
  expect(judge("HIGH", exception("2026-06-15"))).toEqual([]);
  expect(judge("HIGH", exception("2026-06-14"))).toEqual([
    "no vulnerability may be critical or high: got CVE-1 (high in openssl 3.0)",
    "the exception for CVE-1 expired on 2026-06-14",
  ]);
  expect(judge("HIGH", exception("2026-12-31", "CVE-2"))).toHaveLength(1);
  expect(judge("LOW", exception("2020-01-01"))).toEqual([]);
  expect(judge("HIGH", exception("2027-02-30"))).toContain("the exception for CVE-1 expired on 2027-02-30");
});

test("only configured levels are denied, and of many vulnerabilities five are named", () => {
  expect(judge("HIGH", { denied: ["critical"] })).toEqual([]);
  const many = {
    matches: Array.from({ length: 7 }, (_, index) => ({
      vulnerability: { id: `CVE-${index}`, severity: "High" },
    })),
  };
  const scan = readScan(cosign, scanned(many));
  expect(typeof scan === "string" ? scan : judgeVulnerabilities(scan, rules, now)[0]).toMatch(
    /CVE-4 \(high\) and 2 more$/,
  );
});
