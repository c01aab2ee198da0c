import { weightStage } from "../../../../components/core/stage/exposure";
import { describeStatus, explainStatus } from "../../../../components/core/commands/explain-ledger";
import type { StatusFacts } from "../../../../components/core/commands/status";
import { given, move, none, soaking } from "../release/status-facts";
import { A, B, attempt, idle, ledger, lock, now, passed, route, running, verdict } from "../release/world";

const idleLedger = ledger({ attempt: attempt(B) });

describe("explainStatus()", () => {
  const explain = (change: Partial<StatusFacts>) => explainStatus(describeStatus(given(change)), now);

  test("tells a person where the release stands, that nobody watches, and what to do", () => {
    const record = running(50, "soaking", {
      moves: [move],
      watchedUntilSeconds: now - 90,
      note: "held once",
    });
    expect(explain({ ledger: record, route: route(80) }).split("\n")).toEqual([
      "prod shop: progressing (held once)",
      `release   ${B}, attempt 2 (release)`,
      `stable    ${A}`,
      `canary    ${B}`,
      "weight    80 % live, 50 % in the ledger, 49.7 % observed",
      "stage     1 % passed",
      "stage     50 % soaking",
      "stage     100 % pending",
      "unwatched since 2027-01-15T07:58:30.000Z (1m30s): no run judges the canary's traffic now; sluice watch prod does",
      "problem   live weight is 80 %, the ledger has 50 %; the rules were last written by an unknown writer",
      "          → set the weight back to 50 %, or `sluice abort prod` puts all traffic on stable",
      "next      sluice rollout prod",
      "or        pulumi up -s prod-canary-50",
      "or        sluice abort prod --reason TEXT",
    ]);
  });

  test("hides a secret that somebody wrote into a reason, and no command", () => {
    const pauses = [{ who: "ada", atSeconds: now, reason: "db password=hunter2 turned" }];
    const soak = running(50, "soaking");
    const record = { ...soak, attempt: { ...attempt(B), ...soak.attempt, pauses } };
    const text = explain({ ledger: record, route: route(50) });
    expect(text).toContain("db password=… turned");
    expect(text).toContain("sluice abort prod --reason TEXT");
    expect(text).not.toContain("hunter2");
  });

  test("tells what a metric on trial would have done, without secrets of who answered", () => {
    const soak = running(50, "soaking");
    const sentence = "got password=hunter2";
    const trials = [{ name: "slow", stage: "50", result: "would-abort", atSeconds: now, sentence }] as const;
    const text = explain({ ledger: { ...soak, attempt: { ...attempt(B), ...soak.attempt, trials } } });
    expect(text).toContain("on trial  slow would have aborted at 08:00 UTC (stage 50): got password=…");
  });

  test("tells what is left of each error budget, where somebody asked", () => {
    const slo = { name: "availability", target: 0.999, windowSeconds: 30 * 86_400 } as const;
    const status = describeStatus(given({ ledger: running(50, "soaking") }));
    const budgets = [{ ...slo, kind: "known", remaining: 0.25 } as const];
    expect(explainStatus({ ...status, budgets }, now)).toContain(
      "\nbudget    availability 99.9 % over 30d: 25 % left\n",
    );
    expect(explainStatus(status, now)).not.toContain("budget");
  });

  test("tells what the last migration did to the database, and which backup there is", () => {
    const database = {
      attempt: 2,
      image: B,
      reversible: true,
      backup: { name: "b", state: "verified", atSeconds: now },
      migration: { state: "ran", atSeconds: now },
    } as const;
    expect(explain({ ledger: running(5, "soaking", { database }) })).toMatch(
      /^database {2}migration of attempt 2 .* ran at .*, reversible; backup "b" verified at /m,
    );
  });

  test.each([
    ["while stages run", { ledger: running(50, "soaking"), route: route(50) }, true],
    ["where traffic is left on a canary that nobody releases", { ledger: idleLedger, route: route(5) }, true],
    ["where nothing runs", { ledger: idleLedger, route: route(0) }, false],
    ["where nothing is there", { ledger: undefined, route: undefined }, false],
    // Stable is not ready before it has rolled.
    ["while stable rolls", { ledger: passed({ phase: "promoting" }), route: route(100) }, false],
  ])("has the plain kubectl line of an abort %s", (_, change, isThere) => {
    const status = describeStatus(given({ ...change, zeroByHand: "kubectl patch" }));
    expect(status.byHand).toBe(isThere ? "kubectl patch" : null);
    expect(explainStatus(status, now).includes("by hand   kubectl patch")).toBe(isThere);
  });

  test("names who paused the release, and the way to go on", () => {
    const pause = { atSeconds: now - 60, who: "anna@laptop", reason: "a sale" };
    const record = running(50, "soaking", { attempt: attempt(B, { pauses: [pause] }) });
    const status = describeStatus(given({ ledger: record, route: route(50) }));
    expect(status.paused).toEqual({ who: "anna@laptop", at: "2027-01-15T07:59:00.000Z", reason: "a sale" });
    expect(status.next).toEqual(["sluice resume prod --reason TEXT", "sluice abort prod --reason TEXT"]);
    const line = "paused    by anna@laptop at 2027-01-15T07:59:00.000Z: a sale; nothing rises";
    expect(explainStatus(status, now).split("\n")).toContain(line);
  });

  test("tells why an attempt ended, and each verdict", () => {
    const stage = {
      ...weightStage(1),
      soakSeconds: 1,
      phase: "failed" as const,
      verdict: verdict("fail"),
    };
    const ended = attempt(B, { endedAtSeconds: now, endReason: "fail: relative", stages: [stage] });
    const text = explain({
      ledger: ledger({ phase: "aborted", attempt: ended }),
      canary: idle(B),
      route: route(0),
    });
    expect(text).toContain(`attempt 2 (release), ended 2027-01-15T08:00:00.000Z: fail: relative`);
    expect(text).toContain("stage     1 % failed: fail by relative");
    expect(text).not.toContain("unwatched");
  });

  test.each([
    [undefined, "lock      prod-canary-50 (ann@build)"],
    [true, "lock      prod-canary-50 (ann@build), at work"],
    [false, "lock      prod-canary-50 (ann@build), its process is gone"],
  ])("tells who holds the lock (alive: %p)", (lockAlive, line) => {
    expect(explain({ ledger: { ...soaking, lock }, lockAlive }).split("\n")).toContain(line);
  });

  test("tells that nothing is there", () => {
    expect(explain({ ...none, observedPercent: undefined })).toBe(
      [
        "prod shop: no release was ever made",
        "stable    missing",
        "canary    missing",
        "weight    unknown live, unknown in the ledger, unknown observed",
        "next      sluice rollout prod",
      ].join("\n"),
    );
  });
});
