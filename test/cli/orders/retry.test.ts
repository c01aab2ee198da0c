import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { retry } from "../../../cli/orders/retry";
import { rollback } from "../../../cli/rollout/rollback";
import { openTerminal } from "../../../cli/terminal";
import type { Ledger } from "../../../components/core/ledger/ledger";
import { fileWith, imageOf } from "../../support/environment";
import { attemptOf, ledgerOf } from "../../support/gate";
import { fakeEnvironment } from "../support/fake-cluster";
import { fakePulumi } from "../support/fake-pulumi";

jest.mock("../../../components/prometheus/source", () => ({
  openSource: () => ({ read: async () => ({ series: [], problems: [] }) }),
}));

const image = imageOf("a");
const earlier = imageOf("e");

const written = (changes: Partial<Ledger>): string =>
  JSON.stringify(
    ledgerOf({
      app: "scholarlink",
      weight: 0,
      epoch: "4-abc",
      promoted: [{ image: earlier }],
      attempt: attemptOf(["failed"], { image, previousImage: earlier }),
      ...changes,
    }),
  );

test("retry() begins a new attempt with today's stages and the reason, and gives the lock up", async () => {
  const fake = fakeEnvironment({
    ledger: written({ phase: "aborted", aborted: [{ image: image }] }),
    weight: 0,
  });
  const outcome = await retry(fake.context, "the database was down");
  expect(outcome).toMatchObject({ exitCode: 0, sentence: expect.stringContaining("sluice rollout prod") });
  const ledger = fake.ledger();
  expect(ledger).toMatchObject({
    phase: "progressing",
    aborted: [],
    attempt: { number: 4, image, startReason: "the database was down" },
    earlier: [{ number: 3, outcome: "aborted" }],
  });
  expect(ledger.attempt?.stages.map(({ phase }) => phase)).toEqual(Array(5).fill("pending"));
  expect(ledger.lock).toBeUndefined();
  expect(fake.weight()).toBe(0);
});

test.each<[string, Partial<Ledger>, number, string]>([
  ["a release that is under way", { phase: "progressing" }, 0, "must be aborted: got progressing"],
  ["traffic on the canary that is not ours", { phase: "aborted" }, 30, "live weight is 30 %"],
])(
  "retry() refuses with %s, and the ledger stays as it was but for the lock",
  async (_name, changes, weight, text) => {
    const before = written(changes);
    const fake = fakeEnvironment({ ledger: before, weight });
    await expect(retry(fake.context, "x")).rejects.toMatchObject({
      end: "refused",
      message: expect.stringContaining(text),
    });
    expect(fake.ledger()).toEqual(JSON.parse(before));
  },
);

test("retry() without a ledger refuses", async () => {
  const fake = fakeEnvironment({ weight: 0 });
  await expect(retry(fake.context, "x")).rejects.toMatchObject({ end: "refused" });
  expect(fake.writes).toEqual([]);
});

describe("rollback()", () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-test-"));
  const file = path.join(root, "Pulumi.prod.yaml");
  const options = {
    terminal: openTerminal({ stderr: { write: () => 0 } }),
    signal: new AbortController().signal,
  };

  beforeEach(() => {
    fs.writeFileSync(file, fileWith({}));
  });

  test("writes nothing into the checkout, begins an attempt of its own kind, and runs base and stage 100", async () => {
    const promoted = written({
      phase: "promoted",
      promoted: [{ image: earlier }, { image: image }],
      attempt: attemptOf([], { image }),
    });
    const fake = fakeEnvironment({ ledger: promoted, weight: 0, stableImage: image });
    const pulumi = fakePulumi('[ "$STACK" = prod ] && exit 0; exit 1');
    try {
      const outcome = await rollback({ ...fake.context, root }, options);
      expect(outcome.report).toMatchObject({ rolledBackTo: earlier });
      expect(pulumi.calls().map((line) => /--stack (\S+)/.exec(line)?.[1])).toEqual([
        "prod",
        "prod-canary-100",
      ]);
    } finally {
      pulumi.remove();
    }
    expect(fs.readFileSync(file, "utf8")).toBe(fileWith({}));
    expect(fake.ledger()).toMatchObject({
      phase: "progressing",
      attempt: { kind: "rollback", image: earlier, previousImage: image, stages: [{ key: "100" }] },
    });
    expect(fake.ledger().lock).toBeUndefined();
  });

  test("refuses while a release is under way, and touches neither file nor ledger", async () => {
    const before = written({ phase: "held" });
    const fake = fakeEnvironment({ ledger: before, weight: 0 });
    await expect(rollback({ ...fake.context, root }, options)).rejects.toMatchObject({
      end: "refused",
      message: expect.stringContaining("sluice abort first"),
    });
    expect(fs.readFileSync(file, "utf8")).toBe(fileWith({}));
    expect(fake.ledger()).toEqual(JSON.parse(before));
  });
});
