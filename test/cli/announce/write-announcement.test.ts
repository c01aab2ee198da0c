import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { writeAnnouncement } from "../../../cli/announce/write-announcement";
import { RunEnd } from "../../../components/core/run-end";
import { ledgerOf } from "../../support/gate";
import { fakeEnvironment } from "../support/fake-cluster";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-test-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const scene = () =>
  fakeEnvironment({ ledger: JSON.stringify(ledgerOf({ app: "scholarlink", weight: 5 })), weight: 5 });

test("writeAnnouncement() fills the text of a moment, and writes nothing in the cluster", async () => {
  const { context, writes } = scene();
  const { text, report, exitCode } = await writeAnnouncement(context, {
    kind: "before",
    start: "2026-12-01T10:00:00+01:00",
    set: ["changes=a  faster\nsearch", "risks=a=b, password=MARKER"],
  });
  expect(exitCode).toBe(0);
  expect(text).toContain("When: 2026-12-01T09:00:00Z, ");
  expect(text).toContain("What changes: a faster search\n");
  expect(text).toContain("Risks: a=b, password=…\n");
  expect(report).toMatchObject({ kind: "before", text, missing: expect.arrayContaining(["approver"]) });
  expect(writes).toEqual([]);
});

test("writeAnnouncement() takes a text of a person's own", async () => {
  const template = path.join(folder, "own.txt");
  fs.writeFileSync(template, "{app}: {stage}");
  const { text } = await writeAnnouncement(scene().context, { kind: "during", template });
  expect(text).toBe("scholarlink: progressing at 5 %");
});

test.each([
  [
    "a name that there is not",
    { set: ["when=now"] },
    "--set must be NAME=TEXT with a name of app, .*: got when=now",
  ],
  ["words without a name", { set: ["now"] }, "--set must be NAME=TEXT"],
  ["no time", { start: "tomorrow" }, "--start must be a time .*: got tomorrow"],
  ["a day that there is not", { start: "2026-13-01T10:00:00Z" }, "--start must be a time"],
  [
    "a file that is not there",
    { template: path.join(folder, "none") },
    "--template must be a file .*: got ENOENT",
  ],
])("writeAnnouncement() refuses %s", async (_, choice, says) => {
  const ended = writeAnnouncement(scene().context, { kind: "after", ...choice });
  await expect(ended).rejects.toThrow(RunEnd);
  await expect(ended).rejects.toThrow(new RegExp(says));
});

test("writeAnnouncement() refuses names in braces that it does not know", async () => {
  const template = path.join(folder, "strange.txt");
  fs.writeFileSync(template, "{app} {who}");
  await expect(writeAnnouncement(scene().context, { kind: "after", template })).rejects.toThrow(
    /must have no other names in braces than app, .*: got who/,
  );
});
