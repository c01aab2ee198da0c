import { describeReport } from "../../../../components/core/report/describe-report";
import { renderMarkdown } from "../../../../components/core/report/render-markdown";
import type { PodTraces } from "../../../../components/core/report/report";
import { begunAtSeconds, passedStage, recordWith } from "../../../support/report";

const settings = { cluster: { context: "prod-eu", uid: "u" }, namespace: "shop" };

const write = (record = recordWith(), traces?: PodTraces) =>
  renderMarkdown(
    describeReport({
      settings,
      record,
      nowSeconds: begunAtSeconds + 3600,
      ...(traces === undefined ? {} : { traces }),
    }),
  );

test("renderMarkdown() tells an aborted attempt with its pods' traces and a postmortem that is begun", () => {
  const text = write(recordWith({ changes: ["image", "env A|B"], startedBy: "anna" }), {
    events: ["2026 app-canary-1 BackOff: again"],
    logs: [{ pod: "app-canary-1", container: "app", lines: ["```", "panic"] }],
    missing: ["the logs of waf"],
  });
  expect(text).toContain(
    "| 5 % | failed | 50 of 100 (50 %) | 19 of 1900 (1 %) | 50 of 100 canary requests failed |",
  );
  expect(text).toContain("| 20 % | pending |  |  |  |");
  expect(text).toContain("| What changed | image, env A\\|B |");
  expect(text).toContain("- 2026 app-canary-1 BackOff: again");
  expect(text).toContain("\n    ```\n    panic\n");
  expect(text).toContain("Left out: the logs of waf.");
  expect(text).toContain("- **Found by**: the gate, at 5 %: 50 of 100 canary requests failed");
  expect(text).toContain("by anna");
});

test("renderMarkdown() tells what is left to people after the end, and what they said", () => {
  const record = recordWith({}, { phase: "promoted" });
  const { image, revision } = record.attempt;
  const said = {
    signOffs: [
      { item: "told", who: "anna", version: { image, ...(revision === undefined ? {} : { revision }) } },
      { item: "documented", who: "ben", version: { image: "another" } },
    ].map((one) => ({ ...one, atSeconds: begunAtSeconds, untilSeconds: begunAtSeconds + 60 })),
  };
  const text = renderMarkdown(describeReport({ settings, record, said, nowSeconds: begunAtSeconds + 3600 }));
  expect(text).toContain("(told signed off by anna, 2026-01-01T10:00:00.000Z)");
  for (const item of ["documented", "key-rotation", "works"])
    expect(text).toMatch(new RegExp(`- \\[ \\] .*\`sluice sign-off prod ${item} --evidence URL\``));
  expect(text).not.toContain("sign-off prod postmortem");
  expect(write(recordWith({ profile: "hotfix" }, { phase: "promoted" }))).toContain("prod postmortem");
  const aborted = write();
  expect(aborted).toContain("sluice sign-off prod postmortem --evidence URL");
  expect(aborted).not.toContain("prod documented");
  const { endedAtSeconds: _, ...attempt } = recordWith().attempt;
  expect(write({ ...recordWith(), attempt, phase: "progressing" })).not.toContain("## Afterwards");
});

test("renderMarkdown() tells what the policies found before it", () => {
  const preflight = {
    version: { image: "a" },
    checklist: "canary",
    isGo: true,
    open: [],
    who: "anna",
    atSeconds: begunAtSeconds,
    untilSeconds: begunAtSeconds,
  };
  const tell = (more: object) => write(recordWith({ preflight: { ...preflight, ...more } }));
  const policies = ["signature: verified by ours", "freeze: no freeze window is in force"];
  expect(tell({ policies })).toContain(`| Policies | ${policies.join("; ")} |`);
  expect(tell({ policies: [] })).toContain("| Policies | none was configured |");
  expect(tell({})).toContain("| Policies | no preflight noted them |");
});

test("renderMarkdown() links the places that show an attempt", () => {
  const links = [{ name: "Logs", url: "https://logs.example.org/?q={canary}&from={fromMs}" }];
  const report = describeReport({
    settings: { ...settings, contacts: { links } },
    record: recordWith(),
    nowSeconds: begunAtSeconds + 3600,
  });
  expect(renderMarkdown(report)).toContain(
    `## Links\n\n- [Logs](<https://logs.example.org/?q=app-canary&from=${(begunAtSeconds - 60) * 1000}>)\n`,
  );
  expect(write()).not.toContain("## Links");
});

test("renderMarkdown() tells what was on trial, and that it decided nothing", () => {
  const finding = { name: "slow", stage: "5", atSeconds: begunAtSeconds, sentence: "too slow" };
  const text = write(recordWith({ trials: [{ ...finding, result: "would-hold" }] }));
  expect(text).toContain(
    "## On trial: decided nothing\n\n- slow would have held at 10:00 UTC (stage 5): too slow\n",
  );
  expect(write()).not.toContain("On trial");
});

test("renderMarkdown() tells a person's abort in the person's words", () => {
  const { previousImage: _, ...record } = recordWith({ stages: [], endReason: "customers call" }).attempt;
  const { endReason: __, ...unknown } = record;
  const nothing = { events: [], logs: [], missing: [] };
  const text = write({ ...recordWith(), attempt: record }, nothing);
  expect(text).toContain("- **Found by**: customers call");
  expect(text).toContain("| Before it | nothing was released |");
  expect(text).toContain("A first deploy has no stages.");
  expect(text).toContain("No Event about them is left.");
  expect(write({ ...recordWith(), attempt: unknown })).toContain("- **Found by**: not recorded");
});

test("renderMarkdown() has neither postmortem nor commands where there is nothing to do", () => {
  const pauses = [{ atSeconds: begunAtSeconds, who: "anna", reason: "a sale" }];
  const more = {
    kind: "first",
    stages: [passedStage],
    changes: [],
    pauses,
    previousRevision: "0123456789",
  } as const;
  const text = write(recordWith({ ...more, endReason: "promoted" }, { phase: "promoted", moves: [] }));
  expect(text).not.toContain("## Postmortem");
  expect(text).not.toContain("## Commands");
  expect(text).toContain("| What changed | nothing by name |");
  expect(text).toContain("of it paused");
  expect(text).toContain("| Waived checks | none |");
  const empty = { ...passedStage.verdict!, canary: { requests: 0, errors: 0 } };
  expect(write(recordWith({ stages: [{ ...passedStage, verdict: empty }] }))).toContain("| no requests |");
});

test("renderMarkdown() says that an attempt still runs", () => {
  const { endedAtSeconds: _, endReason: __, ...attempt } = recordWith().attempt;
  expect(write({ ...recordWith(), attempt, phase: "held" })).toContain("| Ended | it still runs |");
});
