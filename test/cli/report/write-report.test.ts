import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { ApiError } from "../../../components/cluster/api-error";
import { exitCodes } from "../../../components/core/exit-code";
import { writeReport } from "../../../cli/report/write-report";
import type { Cluster } from "../../../components/cluster/api";
import { readTraces } from "../../../components/cluster/pod-traces";
import { keepTraces, writeRecord } from "../../../components/ledger/attempt-records";
import { ledgerOf } from "../../support/gate";
import { recordWith } from "../../support/report";
import { fakeEnvironment } from "../support/fake-cluster";

const marker = "MARKER-d41d8cd9";

/** An aborted attempt whose pods print secrets: from a Secret, from a literal, from an Event. */
function scene(objects: { secretStatus?: number; pods?: number } = {}) {
  const { attempt, moves } = recordWith({ endReason: `fail: too many errors, password=${marker}` });
  const ledger = ledgerOf({ app: "scholarlink", phase: "aborted", attempt, moves });
  const { context } = fakeEnvironment({ ledger: JSON.stringify(ledger), weight: 0 });
  const env = [
    { name: "LOG", value: "info" },
    { name: "DSN", value: `${marker}-literal` },
    { name: "DB_PASSWORD", value: "hunter2" },
    { name: "CACHE", value: "redis://:h%40nter3@cache:6379" },
    { name: "KEY", valueFrom: { secretKeyRef: { name: "shop-keys", key: "key" } } },
  ];
  const pod = { metadata: { name: "scholarlink-canary-1" }, spec: { containers: [{ name: "app", env }] } };
  const event = {
    involvedObject: { name: "scholarlink-canary-1" },
    reason: "Unhealthy",
    message: `probe failed: wrong key ${marker}-secret`,
    metadata: {},
  };
  const secret = { data: { key: Buffer.from(`${marker}-secret`).toString("base64") } };
  const find = async (url: string): Promise<unknown> => {
    if (url.includes("/secrets/")) {
      if (objects.secretStatus !== undefined)
        throw new ApiError(objects.secretStatus, "Forbidden", "forbidden");
      return await Promise.resolve(secret);
    }
    if (url.endsWith("/events")) return { items: [event] };
    if (url.includes("/pods?")) return { items: Array.from({ length: objects.pods ?? 1 }, () => pod) };
    return await context.cluster.find(url);
  };
  const raw = async () =>
    await Promise.resolve({
      status: 200,
      body: [
        `start ${marker}-literal`,
        `auth with ${marker}-secret failed`,
        `got ${Buffer.from(`${marker}-secret`).toString("base64")}`,
        "user app tried hunter2",
        `cache refuses "h@nter3", as h%40nter3`,
        "panic: no connection\n",
      ].join("\n"),
    });
  const cluster: Cluster = { ...context.cluster, find: find as Cluster["find"], raw };
  return { ...context, cluster };
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-test-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

test("writeReport() of an aborted attempt has what its pods left, and no secret in any form of it", async () => {
  const html = path.join(folder, "report.html");
  const { exitCode, markdown, report } = await writeReport(scene(), { html });
  expect(exitCode).toBe(exitCodes.done);
  const forms = [markdown, JSON.stringify(report), fs.readFileSync(html, "utf8")];
  for (const text of forms) {
    expect(text).not.toContain(marker);
    expect(text).not.toContain(Buffer.from(`${marker}-sec`).toString("base64"));
    expect(text).not.toMatch(/hunter2|h@nter3|h%40nter3/);
    expect(text).toContain("panic: no connection");
    expect(text).toContain("probe failed: wrong key …");
    expect(text).toContain("50 requests failed on the canary");
  }
});

test("writeReport() leaves logs out where a Secret may not be read: its values could not be hidden", async () => {
  const { markdown } = await writeReport(scene({ secretStatus: 403 }), {});
  expect(markdown).not.toContain("panic");
  expect(markdown).toContain("Secret shop-keys may not be read");
});

test("writeReport() says that the pods are gone", async () => {
  const { markdown } = await writeReport(scene({ pods: 0 }), {});
  expect(markdown).toContain("Left out: the canary has no pod any more");
});

test("writeReport() has what the pods left although they are gone: an abort keeps it", async () => {
  const before = scene();
  const stored: { metadata: object; binaryData?: object }[] = [];
  const call = (async (method: string, url: string, options?: { body?: (typeof stored)[number] }) => {
    if (!url.includes("-attempt-") && method !== "POST")
      return await before.cluster.call(method as "GET", url);
    if (options?.body !== undefined) stored[0] = options.body;
    return {};
  }) as Cluster["call"];
  const find = (async (url: string) =>
    url.includes("-attempt-")
      ? await Promise.resolve(stored[0])
      : await before.cluster.find(url)) as Cluster["find"];
  const cluster = { ...before.cluster, call, find };
  const ledger = (await before.store.read())!.ledger;
  await writeRecord(cluster, before.settings, ledger);
  await keepTraces(
    cluster,
    before.settings,
    ledger.attempt!.number,
    await readTraces({ ...before, cluster }),
  );
  const gone = (async (url: string) =>
    url.includes("/pods?") ? { items: [] } : await find(url)) as Cluster["find"];
  const { markdown } = await writeReport({ ...before, cluster: { ...cluster, find: gone } }, {});
  expect(markdown).toContain("panic: no connection");
  expect(markdown).not.toContain(marker);
  expect(markdown).not.toContain("has no pod any more");
  expect(JSON.stringify(stored)).not.toContain(marker);
});

test("writeReport() says what could not be read, and reports the rest", async () => {
  const context = scene();
  const raw = async () => await Promise.resolve({ status: 403, body: "" });
  const find = async (url: string) => {
    if (url.endsWith("/events")) throw new ApiError(403, "Forbidden", "GET events: forbidden");
    return await context.cluster.find(url);
  };
  const { markdown } = await writeReport(
    { ...context, cluster: { ...context.cluster, raw, find: find as Cluster["find"] } },
    {},
  );
  expect(markdown).toContain("Left out: the Events: GET events: forbidden.");
  expect(markdown).toContain("logs of scholarlink-canary-1: HTTP 403");
});

test("writeReport() refuses an attempt without a record, naming where the attempts are", async () => {
  await expect(writeReport(scene(), { attempt: 2 })).rejects.toMatchObject({
    problem: { text: expect.stringContaining("the record of attempt 2 must be there: got none") as unknown },
  });
});

test("an abort leaves the record of its attempt", async () => {
  const fake = fakeEnvironment({ ledger: JSON.stringify(ledgerOf({ app: "scholarlink" })), weight: 0 });
  await fake.context.commit((ledger) => ({
    ledger: { ...ledger, phase: "aborted" },
    event: { type: "Normal", reason: "Aborted", message: "" },
  }));
  expect(fake.records).toEqual([
    expect.objectContaining({
      metadata: expect.objectContaining({ name: "sluice-scholarlink-attempt-3" }) as unknown,
    }),
  ]);
});

test("writeReport() writes the text of a promoted release, and refuses that of any other", async () => {
  const { attempt } = recordWith({ endReason: "promoted" });
  const ledger = ledgerOf({ app: "scholarlink", phase: "promoted", attempt });
  const { context } = fakeEnvironment({ ledger: JSON.stringify(ledger), weight: 0 });
  const { markdown } = await writeReport(context, { release: true });
  expect(markdown).toContain(`gh release create scholarlink-prod-${attempt.number} `);
  await expect(writeReport(scene(), { release: true })).rejects.toMatchObject({
    problem: { text: expect.stringContaining("must be promoted: got aborted") as string },
  });
});
