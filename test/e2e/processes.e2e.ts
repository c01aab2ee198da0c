import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { inFull, isFull } from "./support/in-full";
import { expectGoesOn, expectPromoted, listKills } from "./support/kills/kill";
import { mendPulumi } from "./support/kills/mend-pulumi";
import { writeObjects } from "./support/write-objects";

const all = listKills("pulumi", "provider");
/** All kills in the full run; else the engine's while traffic is moved, and the provider's while it is judged. */
const kills = isFull ? all : all.filter((_, index) => index === 1 || index === 5);
/** Every kill has a stage of its own, so that each begins with a gate and ends with a pass. */
const weights = [...kills, "written"].map((_, index) => 20 + index);

let app: App;

beforeAll(async () => {
  app = await createApp("faults", {
    stages: [...weights, 100].map((weight) => ({ weight, soak: "4s" })),
  });
  done(await app.pulumi("stack", "init", "faults-canary-5"));
});

afterAll(async () => {
  await app.remove();
});

test("P8: a first deploy whose engine is killed goes on with the same command", async () => {
  const running = app.startUp();
  await running.seen(/Deployment scholarlink-stable creating/);
  running.child.kill("SIGKILL");
  await running.ended;
  const locked = await app.up();
  expect(locked.text).toMatch(/pulumi cancel|failed to load checkpoint/);
  await mendPulumi(app, "faults");
  done(await app.up());
  expect(await app.ledger()).toMatchObject({ phase: "promoted", weight: 0 });
  app.load(50);
  await app.configure(image("v2"));
  done(await app.up());
});

/** Lets the API server refuse every ledger whose announced write is done, or takes that back. */
async function refuseRecords(refuse: boolean): Promise<void> {
  const metadata = { name: "e2e-no-records" };
  const announced = (object: string): string => `${object}.data["ledger.json"].contains("intent")`;
  const rule = { apiGroups: [""], apiVersions: ["v1"], operations: ["UPDATE"], resources: ["configmaps"] };
  const admission = (kind: string, spec: object): object => ({
    apiVersion: "admissionregistration.k8s.io/v1",
    kind,
    metadata,
    spec,
  });
  const items = [
    admission("ValidatingAdmissionPolicy", {
      matchConstraints: { resourceRules: [rule] },
      matchConditions: [
        {
          name: "ours",
          expression: `request.namespace == "${app.namespace}" && "ledger.json" in oldObject.data`,
        },
      ],
      validations: [{ expression: `!${announced("oldObject")} || ${announced("object")}` }],
    }),
    admission("ValidatingAdmissionPolicyBinding", { policyName: metadata.name, validationActions: ["Deny"] }),
  ];
  const file = await writeObjects(app, "no-records", items);
  await app.kubectl(refuse ? "apply" : "delete", "-f", file);
  const isRefused = async (): Promise<boolean> => {
    const patch = JSON.stringify({ data: { "ledger.json": "done" } });
    const dryRun = ["--type=merge", "--dry-run=server", "-p", patch];
    return await app.kubectl("patch", "configmap", "announced", ...dryRun).then(
      () => false,
      () => true,
    );
  };
  await app.until("the API server does so", async () => (await isRefused()) === refuse);
}

test("P8: a weight that was written and could not be recorded is taken over", async () => {
  await app.kubectl("create", "configmap", "announced", "--from-literal=ledger.json=intent");
  await refuseRecords(true);
  const { sluiceCode, text } = await app.up("faults-canary-20");
  await refuseRecords(false);
  expect(text).toMatch(
    /Cannot record that traffic of "scholarlink" is at 20 %: .+ no run watches it now\n\s+→ .*go on: /,
  );
  expect(sluiceCode).toBe(6);
  expect(await app.weight()).toBe(20);
  expect((await app.ledger()).intent).toMatchObject({ from: 0, to: 20 });
  expect(done(await app.up("faults-canary-20")).text).toContain("taken over after an interruption");
  expect(await app.ledger()).toMatchObject({ weight: 20 });
});

test.each(kills)(
  "P8: $victim killed in the $moment: never above what was gated, and the same command goes on",
  async (kill) => {
    await expectGoesOn(app, kill);
  },
);

inFull("after all of it the release goes on to be promoted", async () => {
  await expectPromoted(app, image("v2"));
});

/** Runs base until it ends well, after its engine was killed. */
async function goOn(): Promise<string> {
  await mendPulumi(app, "faults");
  let text = "";
  await app.until(
    "base goes on",
    async () => {
      const ended = await app.up();
      text += ended.text;
      return ended.code === 0;
    },
    240,
  );
  return text;
}

async function expectEnded(next: "v2" | "v3", phase: string): Promise<void> {
  await app.configure(image("v1"), {
    stages: [
      { weight: 5, soak: "4s" },
      { weight: 100, soak: "4s" },
    ],
  });
  const retry = ["retry", "faults", "-C", app.folder, "--reason", "test"];
  if ((await app.ledger()).aborted.some((one) => one.image === image("v1"))) done(await app.sluice(...retry));
  done(await app.up());
  done(await app.up("faults-canary-5"));
  expect(await app.weight()).toBe(5);
  const supersede = (await app.ledger()).attempt?.number;
  await app.configure(image(next), { release: { supersede } });
  const running = app.startUp();
  await running.seen(/weight 5 → 0 written/);
  running.child.kill("SIGKILL");
  await running.ended;
  expect(await app.weight()).toBe(0);
  await goOn();
  expect(await app.weight()).toBe(0);
  expect(await app.ledger()).toMatchObject({ phase, weight: 0 });
  expect(await app.image("stable")).toBe(image("v2"));
  expect(await app.image("canary")).toBe(image(next));
}

inFull("P8: pulumi killed while superseding: weight 0, and the same command goes on to its end", async () => {
  await expectEnded("v3", "progressing");
});

inFull("P8: pulumi killed while reverting: weight 0, and the same command goes on to its end", async () => {
  await expectEnded("v2", "aborted");
});
