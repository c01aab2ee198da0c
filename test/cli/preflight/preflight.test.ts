import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { preflight } from "../../../cli/preflight/preflight";
import { signOff } from "../../../cli/preflight/sign-off";
import { preflightItems } from "../../../components/core/preflight/items";
import { toVersion } from "../../../components/core/revision/version";
import { loadStack } from "../../../stacks/load";
import { fileWith } from "../../support/environment";
import { attemptOf, before, ledgerOf } from "../../support/gate";
import { fakeEnvironment } from "../support/fake-cluster";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-preflight-"));
const site = http.createServer((request, response) => {
  response.writeHead({ "/board": 200, "/login": 401 }[request.url ?? ""] ?? 404).end("ok");
});
let address = "";
const expected = Object.fromEntries(
  preflightItems.filter(({ find }) => find !== undefined).map(({ id }) => [id, "not here"]),
);

beforeAll(async () => {
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  fs.writeFileSync(path.join(root, "Pulumi.yaml"), "name: x\nruntime: nodejs\n");
});
afterAll(() => {
  site.close();
  fs.rmSync(root, { recursive: true });
});

/** An environment whose file has these keys, over a cluster in memory with this ledger. */
async function scene(keys: Readonly<Record<string, string>>, changes: object | undefined = {}) {
  fs.writeFileSync(path.join(root, "Pulumi.prod.yaml"), fileWith(keys));
  const { settings } = await loadStack(root, "prod");
  const attempt = attemptOf([], { image: before, endedAtSeconds: 2000 });
  const ledger = { ...ledgerOf({ phase: "promoted", attempt, ...changes }), app: "scholarlink" };
  const fake = fakeEnvironment({
    ledger: changes === undefined ? undefined : JSON.stringify(ledger),
    weight: 0,
  });
  const said: string[] = [];
  const say = (text: string): void => void said.push(text);
  return { ...fake, said, context: { ...fake.context, root, settings, say } };
}
const required = async () => {
  const { image } = (await loadStack(root, "prod")).settings;
  return `{ image: "${image}", preflight: required }`;
};
const contacts = (board: string) =>
  `{ owner: team, onCall: anna, escalation: ben, dashboards: ["${address}${board}"], runbook: "${address}/login" }`;

test("preflight() looks, is no-go by what is not signed off, and writes nothing unless the gate demands it", async () => {
  const fake = await scene({
    contacts: contacts("/board"),
    preflight: '{ owners: { snapshot: "team storage" } }',
  });
  const outcome = await preflight(fake.context, { policyConfig: [] });
  expect(outcome).toMatchObject({ exitCode: 3, report: { isGo: false, checklist: "canary", noted: false } });
  const answers = (outcome.report as { answers: { item: string; state: string; owner: string }[] }).answers;
  const stateOf = (id: string) => answers.find(({ item }) => item === id);
  expect(stateOf("people")?.state).toBe("go");
  expect(stateOf("dashboards")?.state).toBe("go");
  expect(stateOf("runbook")?.state).toBe("go");
  expect(stateOf("stable")?.state).toBe("go");
  expect(stateOf("counters")?.state).toBe("no-go");
  expect(stateOf("path")?.state).toBe("no-go");
  expect(stateOf("tls")?.state).toBe("missing");
  expect(stateOf("snapshot")).toMatchObject({ state: "missing", owner: "team storage" });
  expect(fake.said.join("\n")).toContain("→ sluice sign-off prod snapshot --evidence URL");
  expect(fake.writes).toEqual([]);
});

test("preflight() sees a dashboard that is gone and people who are not named", async () => {
  const fake = await scene({ contacts: contacts("/gone") });
  const { report } = await preflight(fake.context, { policyConfig: [], checklist: "standard" });
  const bad = (report as { answers: { item: string; state: string }[] }).answers;
  expect(bad.find(({ item }) => item === "dashboards")).toMatchObject({
    state: "no-go",
    evidence: expect.stringContaining("/gone (HTTP 404)"),
  });
});

test("a preflight that the gate demands is noted: no-go by a missing sign-off, then go", async () => {
  fs.writeFileSync(path.join(root, "Pulumi.prod.yaml"), fileWith({}));
  const keys = {
    release: await required(),
    preflight: JSON.stringify({ notApplicable: expected }),
  };
  const fake = await scene(keys);
  const options = { policyConfig: [] };
  expect(await preflight(fake.context, options)).toMatchObject({ exitCode: 3, report: { noted: true } });
  expect(fake.ledger().preflight).toMatchObject({
    isGo: false,
    open: expect.arrayContaining(["rollback-plan"]),
  });
  const stated = preflightItems.filter(({ find, after }) => find === undefined && after === undefined);
  const items = stated.map(({ id }) => id);
  const signed = await signOff(fake.context, {
    items,
    evidence: "https://x.org/1",
    as: "lead",
    person: "anna",
  });
  expect(signed.sentence?.split("\n")).toHaveLength(items.length);
  expect(fake.ledger().signOffs?.find(({ item }) => item === "rollback-plan")).toMatchObject({
    who: "anna",
    as: "lead",
    evidence: "https://x.org/1",
  });
  expect(fake.ledger().signOffs?.find(({ item }) => item === "announced")?.version).toEqual(
    toVersion(fake.context.settings),
  );
  const outcome = await preflight(fake.context, options);
  expect(outcome).toMatchObject({
    exitCode: 0,
    sentence: expect.stringContaining("; noted for the gate until "),
  });
  expect(fake.ledger().preflight).toMatchObject({ isGo: true, checklist: "canary", open: [] });
  expect(fake.events).toEqual(["PreflightNoGo", "SignedOff", "PreflightGo"]);
  const places = fake.writes.map(({ path: url }) => url.split("/").slice(-2)[0]);
  expect(new Set(places)).toEqual(new Set(["configmaps", "v1"]));
});

test("P12: a secret in a person's evidence stands in no form of the preflight", async () => {
  const secret = "MARKER-d41d8cd9";
  const evidence = `https://anna:${secret}@tickets.example.org/7`;
  const signOffs = [{ item: "snapshot", who: "anna", evidence, atSeconds: 999_999, untilSeconds: 9_999_999 }];
  const fake = await scene({}, { signOffs });
  const [html, markdown] = [path.join(root, "s.html"), path.join(root, "s.md")];
  const { report, sentence } = await preflight(fake.context, { policyConfig: [], html, markdown });
  const forms = [html, markdown].map((file) => fs.readFileSync(file, "utf8"));
  for (const text of [...forms, JSON.stringify(report), fake.said.join("\n")]) {
    expect(text).toContain("tickets.example.org/7");
    expect(text).not.toContain(secret);
  }
  expect(sentence).not.toContain(secret);
});

test("preflight() writes Markdown and a page without a script, and asks the environment before", async () => {
  fs.writeFileSync(
    path.join(root, "Pulumi.staging.yaml"),
    fileWith({ cluster: "{ context: nowhere, uid: 5e0a34c2-7a2b-4c4e-9d7e-0d8a3a9a8f11 }" }),
  );
  const fake = await scene({ promotion: "{ from: staging }" });
  const [html, markdown] = [path.join(root, "p.html"), path.join(root, "p.md")];
  const { report } = await preflight(fake.context, { policyConfig: [], html, markdown });
  const staging = (report as { answers: { item: string; evidence: string }[] }).answers.find(
    ({ item }) => item === "staging",
  );
  expect(staging?.evidence).toMatch(/^staging: .*; not signed off$/);
  for (const file of [html, markdown])
    expect(fs.readFileSync(file, "utf8")).toMatch(
      /What stops it[^]*sluice sign-off prod[^]*Is the image, pinned/,
    );
  expect(fs.readFileSync(markdown, "utf8")).toMatch(/^# NO-GO: [\s\S]*\n## Image\n\n\| question \| item \|/);
  const page = fs.readFileSync(html, "utf8");
  expect(page).toContain('<p class="outcome no-go">no-go</p>');
  expect(page).not.toContain("<script");
});

test("signOff() refuses an item that is none, naming what may be meant, and a service without a ledger", async () => {
  const fake = await scene({});
  const word = { items: ["snapshott"], person: "anna" };
  await expect(signOff(fake.context, word)).rejects.toMatchObject({
    end: "usage",
    problem: { fix: "perhaps snapshot is meant" },
  });
  await expect(signOff(fake.context, { ...word, items: ["q"] })).rejects.toMatchObject({
    problem: { fix: "docs/reference/preflight.md lists them" },
  });
  const none = await scene({}, undefined);
  const { context } = { ...none, ...fakeEnvironment({ weight: 0 }) };
  await expect(signOff(context, { ...word, items: ["waf"] })).rejects.toMatchObject({ end: "refused" });
});
