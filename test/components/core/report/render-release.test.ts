import { describeReport } from "../../../../components/core/report/describe-report";
import { releaseCommands, renderRelease } from "../../../../components/core/report/render-release";
import { begunAtSeconds, passedStage, recordWith } from "../../../support/report";

const settings = { cluster: { context: "prod-eu", uid: "u" }, namespace: "shop" };
const promoted = (changes: Parameters<typeof recordWith>[0] = {}) =>
  describeReport({
    settings,
    record: {
      ...recordWith({ stages: [passedStage], endReason: "promoted", ...changes }),
      phase: "promoted",
    },
    nowSeconds: begunAtSeconds + 3600,
  });

test("renderRelease() has image, changes, evidence, and the commands that tag and publish it", () => {
  const report = promoted({ changes: ["image", "env LOG_LEVEL"] });
  const text = renderRelease({ ...report, commit: "1234567" });
  expect(text).toContain(`# ${report.app} ${report.environment}: release ${report.attempt}`);
  expect(text).toContain("- **What changed**: image, env LOG_LEVEL");
  expect(text).toContain("0 of 100 canary requests failed");
  expect(text).not.toContain("Failed requests");
  const tag = `${report.app}-${report.environment}-${report.attempt}`;
  expect(text).toContain(`git tag -a ${tag} 1234567 -F release.md && git push origin ${tag}`);
  expect(text).toContain(`cosign tree ${report.release}`);
});

test("a release of an unknown commit has no tag, and a first deploy no evidence", () => {
  const { commit: _, ...report } = promoted({ stages: [] });
  expect(releaseCommands({ ...report, commit: null }).join("\n")).not.toContain("git tag");
  expect(renderRelease({ ...report, commit: null })).not.toContain("## Evidence");
});

test("a stage without a verdict says its state", () => {
  const { verdict: __, ...stage } = passedStage;
  expect(renderRelease(promoted({ stages: [stage] }))).toMatch(/^- .*: passed$/m);
});
