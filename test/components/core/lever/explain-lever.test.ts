import {
  addLever,
  describeLever,
  findLeverDrift,
  watchLever,
} from "../../../../components/core/lever/explain-lever";
import type { Lever } from "../../../../components/core/lever/service";

const place = {
  app: "app",
  environment: "prod",
  namespace: "shop",
  cluster: { context: "prod-eu", uid: "u" },
};
const mark = {
  kind: "fail",
  reason: "5 % errors",
  because: "the write was refused",
  atSeconds: 60,
  targetPorts: {},
} as const;
const ours: Lever = { kind: "stable", service: "app-canary", mark };
const byHand: Lever = {
  kind: "stable",
  service: "app-canary",
  writer: { manager: "kubectl", at: "2026-11-29T10:00:00Z" },
};
const other: Lever = { kind: "other", service: "app-canary", selector: "app=x" };

test("describeLever() says who has it and why, and nothing where the canary is selected", () => {
  expect(describeLever(ours)).toBe(
    "the second lever of an abort stands: Service app-canary selects stable's pods since 1970-01-01T00:01:00.000Z (fail: 5 % errors; the write was refused)",
  );
  expect(describeLever(byHand)).toMatch(/stable's pods, written by kubectl at 2026-11-29T10:00:00Z$/);
  expect(describeLever({ kind: "stable", service: "app-canary" })).toMatch(/stable's pods$/);
  expect(describeLever(other)).toBe("Service app-canary must select the canary's pods: got app=x");
  expect(describeLever({ ...other, selector: "" })).toMatch(/got nothing$/);
  expect([{ kind: "canary" as const }, { kind: "missing" as const }].map(describeLever)).toEqual([
    undefined,
    undefined,
  ]);
});

test("findLeverDrift() refuses with the way out, which never points the Service back", () => {
  expect(findLeverDrift({ kind: "canary" }, place)).toBeUndefined();
  expect(findLeverDrift(ours, place)?.fix).toMatch(/sluice abort prod.*once no request comes/);
  const foreign = findLeverDrift(other, place);
  expect(foreign?.fix).toContain(
    `kubectl --context prod-eu -n shop patch service app-canary --type merge -p '{"spec":{"selector":{"app.kubernetes.io/name":"app","sluice.dev/track":"stable"}}}'`,
  );
});

test("addLever() is a drift whatever ledger and route say", () => {
  const drift = { text: "lever", fix: "undo" };
  expect(addLever({ kind: "same" }, undefined)).toEqual({ kind: "same" });
  expect(addLever({ kind: "same" }, drift)).toEqual({ kind: "drift", ...drift });
  expect(addLever({ kind: "drift", text: "moved", fix: "abort" }, drift)).toEqual({
    kind: "drift",
    text: "moved; lever",
    fix: "abort; undo",
  });
});

const goOn = { action: "go-on", sentence: "keeps watching" } as const;
const pass = { action: "pass", basis: "errorBound", sentence: "proven" } as const;
const due = { action: "abort", kind: "fail", written: false, basis: "relative", sentence: "5 %" } as const;
const seen = (value: Lever) => ({ kind: "seen", value }) as const;
const unseen = { kind: "unseen", problem: "HTTP 503" } as const;

test("watchLever() joins an abort, holds for a foreign selection, and lets nothing pass unseen", () => {
  expect(watchLever(seen({ kind: "canary" }), pass)).toBe(pass);
  expect(watchLever(seen({ kind: "missing" }), goOn)).toBe(goOn);
  expect(watchLever(seen(ours), pass)).toMatchObject({
    action: "abort",
    kind: "fail",
    written: false,
    basis: "lever",
  });
  expect(watchLever(seen(byHand), goOn)).toMatchObject({ action: "abort", kind: "abort" });
  expect(watchLever(seen(other), pass)).toMatchObject({ action: "hold", basis: "foreignSelector" });
  expect(watchLever(seen(ours), due)).toBe(due);
  expect(watchLever(unseen, due)).toBe(due);
  expect(watchLever(unseen, goOn)).toBe(goOn);
  expect(watchLever(unseen, pass)).toEqual({
    action: "go-on",
    sentence: "the canary's Service could not be read (HTTP 503)",
  });
});
