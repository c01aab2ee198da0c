import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { approve } from "../../../cli/orders/approve";
import { ledgerOf } from "../../support/gate";
import { fileWith } from "../../support/environment";
import { fakeEnvironment } from "../support/fake-cluster";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-approve-"));
beforeAll(() => {
  fs.writeFileSync(path.join(root, "Pulumi.prod.yaml"), fileWith({}));
  fs.writeFileSync(path.join(root, "Pulumi.yaml"), "name: x\nruntime: nodejs\n");
});
afterAll(() => fs.rmSync(root, { recursive: true }));

const word = { stage: "20", reason: "looks well", person: "anna@laptop" };
const scene = (ledger?: string) => {
  const fake = fakeEnvironment({ ledger, weight: 5 });
  const { call } = fake.context.cluster;
  const answer = { status: { userInfo: { username: "oidc:anna" } } };
  const named = async (method: string, url: string, options?: object) =>
    url.endsWith("/selfsubjectreviews") ? answer : await call(method, url, options);
  const cluster = { ...fake.context.cluster, call: named as typeof call };
  return { ...fake, context: { ...fake.context, root }, named: { ...fake.context, root, cluster } };
};
const text = (changes = {}) => JSON.stringify({ ...ledgerOf({ weight: 5, ...changes }), app: "scholarlink" });

test("approve() notes the name by which the API server knows who asks, once, and moves nothing", async () => {
  const fake = scene(text());
  expect(await approve(fake.named, { ...word, as: "incident-commander" })).toMatchObject({
    exitCode: 0,
    sentence: "Stage 20 is approved for 24 h; nothing is raised by it",
  });
  expect(fake.ledger().attempt?.approvals).toMatchObject([
    { stage: "20", who: "oidc:anna (anna@laptop)", as: "incident-commander", reason: "looks well" },
  ]);
  expect(fake.events).toEqual(["Approved"]);
  expect((await approve(fake.named, word)).sentence).toMatch(/^Already approved by oidc:anna/);
  expect(fake.ledger().attempt?.approvals).toHaveLength(1);
  expect(fake.weight()).toBe(5);
});

test("approve() goes by this machine's account where the API server does not say", async () => {
  const fake = scene(text());
  await approve(fake.context, word);
  expect(fake.ledger().attempt?.approvals?.[0]?.who).toBe("anna@laptop");
});

test.each([
  ["no ledger", undefined, { end: "refused" }],
  ["a stage that is none", text(), { message: expect.stringContaining("must be one of sluice:stages") }],
])("approve() refuses %s", async (_, ledger, error) => {
  await expect(approve(scene(ledger).context, { ...word, stage: "7" })).rejects.toMatchObject(error);
});

test("approve() refuses what is promoted, with exit code 3", async () => {
  const fake = scene(text({ phase: "promoted" }));
  expect(await approve(fake.context, word)).toMatchObject({
    exitCode: 3,
    sentence: expect.stringContaining("got promoted"),
  });
  expect(fake.writes.filter(({ path: url }) => url.includes("configmaps"))).toEqual([]);
});
