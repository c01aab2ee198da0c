import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { mendPulumi } from "./support/kills/mend-pulumi";
import { endSessions, killTree } from "./support/kills/process-tree";
import type { Ended } from "./support/run";

/** Every item that only people know, or that the sandbox has not. */
const notAbout = ["tls", "headers", "csp", "sinks", "dashboards", "runbook"];

describe("one run from preflight to report", () => {
  let app: App;

  beforeAll(async () => {
    app = await createApp("golive", {
      stages: [
        { weight: 5, soak: "5s" },
        { weight: 100, soak: "5s" },
      ],
      preflight: { notApplicable: Object.fromEntries(notAbout.map((item) => [item, "a test"])) },
      contacts: { owner: "team shop", onCall: "anna", escalation: "ben" },
    });
    done(await app.up());
    app.load(50);
  });
  afterAll(async () => await app.remove());

  const command = () => ["rollout", app.environment, "-C", app.folder, "--go-live"];

  /** Signs off whatever a preflight still asks people for. */
  async function signAll(): Promise<void> {
    let answers: readonly { readonly item: string; readonly state: string }[] = [];
    // Stable's requests are counted some scrapes after the load began.
    await app.until("nothing is no-go", async () => {
      const asked = await app.sluice("preflight", app.environment, "-C", app.folder, "--json");
      ({ answers } = JSON.parse(asked.stdout) as { answers: typeof answers });
      return answers.every(({ state }) => state !== "no-go");
    });
    const missing = answers.filter(({ state }) => state === "missing").map(({ item }) => item);
    if (missing.length > 0) done(await app.sluice("sign-off", app.environment, ...missing, "-C", app.folder));
  }

  /** Kills the run with everything below it as soon as it has printed this. */
  async function killAt(moment: RegExp): Promise<Ended> {
    const running = app.startSluice(...command());
    await running.seen(moment);
    const leader = running.child.pid ?? 0;
    killTree(leader);
    endSessions(new Set([leader]));
    const ended = await running.ended;
    const stacks = [app.environment, `${app.environment}-canary-5`, `${app.environment}-canary-100`];
    for (const stack of stacks) await mendPulumi(app, stack).catch(() => undefined);
    return ended;
  }

  test("it begins nothing while the preflight is no-go", async () => {
    await app.configure(image("v2"));
    const refused = await app.sluice(...command());
    expect(refused.code).toBe(3);
    expect(refused.text).toContain("NO-GO");
    expect((await app.ledger()).attempt?.number).toBe(1);
    await signAll();
  });

  test("killed at every point, the same command goes on, and ends with the report of a promoted release", async () => {
    const kills = [
      /GO: canary release/,
      /gate to 5 % is open/,
      /\d+ %: held/,
      /attempt 2: stable rolls to/,
      /is promoted/,
    ];
    for (const moment of kills) {
      const killed = await killAt(moment);
      expect(killed.code).toBe(137);
      const { attempt } = await app.ledger();
      // The first kill may have come before the attempt began.
      expect([1, 2]).toContain(attempt?.number);
    }
    const ended = await app.sluice(...command());
    expect(ended.text).toContain("is promoted");
    expect(ended.text).not.toContain("GO: canary release");
    expect(ended.stdout).toMatch(/^# scholarlink in golive, attempt 2: .* is stable/m);
    expect([0, 6]).toContain(ended.code);
    expect(await app.ledger()).toMatchObject({ phase: "promoted", weight: 0, attempt: { number: 2 } });
  });

  test("a release that is taken back is reported by the same run, and by the same command after a kill", async () => {
    // Its first answers are good, and a busy machine needs longer to see the others.
    const stages = ["60s", "5s"].map((soak, at) => ({ weight: [5, 100][at], soak }));
    await app.configure(image("v3"), { stages });
    await signAll();
    const killed = await killAt(/Aborted "scholarlink"/);
    expect(killed.code).toBe(137);
    expect(await app.weight()).toBe(0);
    const again = await app.sluice(...command());
    expect(again.code).not.toBe(0);
    expect(again.text).not.toContain("NO-GO");
    expect(again.stdout).toMatch(/^# scholarlink in golive, attempt 3: taken back/m);
    expect(await app.ledger()).toMatchObject({ phase: "aborted", weight: 0, attempt: { number: 3 } });
  });
});
