import {
  decideMigration,
  isPastMigration,
  wantsMigration,
} from "../../../../components/core/release/migration-steps";
import type { MigrationFacts, MigrationStep } from "../../../../components/core/release/migration-steps";
import { seen } from "../../../../components/core/stage/seen";
import type { MigrationPod } from "../../../../components/core/workload/migration/migration-pod";
import { A, attempt, B, ledger, passed, running } from "./world";

const unseen = { kind: "unseen", problem: "HTTP 503" } as const;
const pod = (change: Partial<MigrationPod> = {}): MigrationPod => ({
  name: "p",
  isOver: false,
  isLeaving: false,
  ...change,
});
const job = { isSuspended: false, isComplete: false };
const facts = (change: Partial<MigrationFacts> = {}): MigrationFacts => ({
  job: seen(job),
  pods: seen([pod()]),
  stable: { kind: "well", sentence: "stable answers as before" },
  onStableHarmed: "stop",
  isWanted: true,
  ...change,
});
const worse = { stable: { kind: "worse", sentence: "stable is worse" } } as const;
const failed = pod({ exitCode: 1, message: "boom\n" });

test.each<[string, Partial<MigrationFacts>, Partial<MigrationStep>]>([
  ["while it runs", {}, { action: "watch", sentence: "pod p runs" }],
  ["before its pod starts", { pods: seen([]) }, { action: "watch", sentence: "no pod has started yet" }],
  [
    "while its pod waits",
    { pods: seen([pod({ problem: "ImagePullBackOff" })]) },
    { action: "watch", sentence: "pod p: ImagePullBackOff" },
  ],
  [
    "its own container has ended well, whatever else runs",
    { pods: seen([pod({ exitCode: 0 })]) },
    { action: "done" },
  ],
  ["done although stable is worse", { ...worse, pods: seen([pod({ exitCode: 0 })]) }, { action: "done" }],
  [
    "done while the Job cannot be seen",
    { job: unseen, pods: seen([pod({ exitCode: 0 })]) },
    { action: "done" },
  ],
  [
    "done and its pods are gone",
    { job: seen({ ...job, isComplete: true }), pods: seen([]) },
    { action: "done" },
  ],
  [
    "told to end and ended well: that is no proof of its work",
    { pods: seen([pod({ exitCode: 0, isLeaving: true })]) },
    { action: "watch" },
  ],
  [
    "failed for good",
    { job: seen({ ...job, failure: "BackoffLimitExceeded" }), pods: seen([{ ...failed, isOver: true }]) },
    { action: "failed", sentence: "pod p ended with exit code 1: boom (BackoffLimitExceeded)" },
  ],
  [
    "failed without words",
    { job: seen({ ...job, failure: "x" }), pods: seen([pod({ exitCode: 2, isOver: true })]) },
    { action: "failed", sentence: "pod p ended with exit code 2 (x)" },
  ],
  [
    "its time is over",
    { job: seen({ ...job, failure: "DeadlineExceeded" }), pods: seen([]) },
    { action: "failed", sentence: "DeadlineExceeded" },
  ],
  [
    "failed while its pods cannot be seen",
    { job: seen({ ...job, failure: "x" }), pods: unseen },
    { action: "failed", sentence: "x" },
  ],
  ["deleted by somebody", { job: seen(undefined) }, { action: "failed", sentence: "its Job was deleted" }],
  ["suspended by somebody", { job: seen({ ...job, isSuspended: true }) }, { action: "failed" }],
  ["one try failed and its pod is over", { pods: seen([{ ...failed, isOver: true }]) }, { action: "watch" }],
  [
    "one try failed and its pod is leaving",
    { pods: seen([{ ...failed, isLeaving: true }]) },
    { action: "watch" },
  ],
  [
    "it failed and an injected container never ends",
    { pods: seen([failed]) },
    { action: "retire", sentence: "pod p ended with exit code 1: boom" },
  ],
  ["stable is worse", worse, { action: "stop", isHarmed: true, sentence: "stable is worse" }],
  [
    "stable is worse and nobody is to stop it",
    { ...worse, onStableHarmed: "hold" },
    { action: "watch", alarm: "stable is worse; migration.onStableHarmed is hold" },
  ],
  ["nobody knows of stable", { stable: { kind: "unknown", sentence: "x" } }, { action: "watch" }],
  ["the release was ended", { isWanted: false }, { action: "stop", isHarmed: false }],
  [
    "nothing is seen",
    { job: unseen, pods: unseen },
    { action: "watch", sentence: "its pods could not be read (HTTP 503)" },
  ],
])("decideMigration() when %s", (_name, change, expected) => {
  expect(decideMigration(facts(change))).toMatchObject(expected);
});

test("isPastMigration(): pods of the image have started, so that it is not run again", () => {
  const begun = running(1, "shifting");
  const stages = begun.attempt?.stages.map((stage) => ({ ...stage, startedAtSeconds: 1 })) ?? [];
  expect(isPastMigration({ ...begun, weight: 0, attempt: attempt(B, { stages }) }, B)).toBe(true);
  expect(isPastMigration(passed(), B)).toBe(true);
  expect(isPastMigration(running(1, "pending", { weight: 0 }), B)).toBe(false);
  expect(isPastMigration(passed(), A)).toBe(false);
  expect(isPastMigration(passed({ phase: "aborted" }), B)).toBe(false);
  expect(isPastMigration(passed({ attempt: attempt(B, { kind: "first" }) }), B)).toBe(false);
  expect(isPastMigration(ledger(), B)).toBe(false);
  expect(isPastMigration(undefined, B)).toBe(false);
});

test("wantsMigration(): until somebody ends the release", () => {
  expect(wantsMigration(running(1, "pending"), B)).toBe(true);
  expect(wantsMigration(running(1, "pending"), A)).toBe(false);
  expect(wantsMigration(passed({ phase: "aborted" }), B)).toBe(false);
  expect(wantsMigration(undefined, B)).toBe(false);
});
