import { clearFaults, setFault } from "../../sandbox/fault/set-fault";
import type { Load } from "../../sandbox/load/load";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { deployCanary } from "./support/releases/deploy-canary";
import { failAltogether } from "./support/releases/fail-altogether";
import { inFull } from "./support/in-full";
import { startSlack } from "./support/watchers/fake-slack";
import type { FakeSlack } from "./support/watchers/fake-slack";
import { startOutsideAutoscaler } from "./support/services/outside-autoscaler";
import type { OutsideAutoscaler } from "./support/services/outside-autoscaler";
import { tripleLoad } from "./support/releases/triple-load";

let app: App;
let slack: FakeSlack;
let load: Load;
let autoscaler: OutsideAutoscaler | undefined;

beforeAll(async () => {
  slack = await startSlack();
  app = await createApp("soak", {
    notify: {
      slack: { channel: "C0000001", tokenFrom: slack.tokenFile, api: slack.api },
      // Nobody listens there: a sink that is down, for every command of this file.
      webhook: { url: "http://127.0.0.1:9", secretFrom: slack.tokenFile },
    },
    // No soak of these ends by itself.
    stages: [5, 50, 100].map((weight) => ({ weight, soak: "1h" })),
  });
  load = await deployCanary(app);
});

afterAll(async () => {
  await autoscaler?.remove();
  await app.remove();
  await slack.stop();
});

test("P4: while one run soaks, another one refuses naming the holder, and the first goes on", async () => {
  const soak = app.startUp("soak-canary-5");
  await soak.seen(/5 %: held/);
  // This one cannot see the holder's process: another account, where /proc hides the processes of others.
  const hide = `mount -t proc -o hidepid=2 proc /proc && exec setpriv --bounding-set=-all --inh-caps=-all --regid=65534 --clear-groups "$0" "$@"`;
  const up = ["pulumi", "--non-interactive", "up", "-s", "soak-canary-100", "--yes", "--skip-preview"];
  const other = await app.exec("unshare", "--mount", "sh", "-c", hide, ...up).catch(String);
  expect(other).toMatch(/\[sluice:7\].*soak-canary-5 \(.+, process \d+\) has the lock and renews it/);
  await app.configure(image("v3"), { release: { supersede: 2 } });
  const superseding = await app.up();
  expect(superseding.sluiceCode).toBe(7);
  await app.configure(image("v2"));
  // Base has nothing to do with a release under way, so it needs no lock.
  expect(done(await app.up()).text).toContain("its stages go on");
  expect(soak.child.exitCode).toBeNull();
  expect(await app.weight()).toBe(5);
  expect((await app.ledger()).phase).toBe("progressing");

  soak.child.kill("SIGINT");
  const ended = await soak.ended;
  expect(ended.code).not.toBe(0);
});

test("P13: Ctrl-C in a soak ends it, leaves the weight, and says what that means", async () => {
  const soak = app.startUp("soak-canary-5");
  await soak.seen(/5 %: held/);
  soak.child.kill("SIGINT");
  const { text } = await soak.ended;
  expect(text).toMatch(/\[sluice:130\] Interrupted: traffic stays at 5 % .* no run watches it now/);
  expect(text).toContain("go on: pulumi up -s soak-canary-5");
  expect(text).toContain("take it off: sluice abort soak");
  expect(await app.weight()).toBe(5);
  expect((await app.ledger()).lock).toBeUndefined();
});

inFull("P13: sluice rollout ends with 130 on Ctrl-C and names both ways on", async () => {
  const rollout = app.startSluice("rollout", "soak", "-C", app.folder);
  await rollout.seen(/5 %: held/);
  rollout.child.kill("SIGINT");
  const { code, text } = await rollout.ended;
  expect(code).toBe(130);
  expect(text).toMatch(/traffic stays at 5 % .* no run watches it now/);
  expect(text).toContain("sluice rollout soak");
  expect(text).toContain("sluice abort soak");
  expect(await app.weight()).toBe(5);
});

inFull("a weight that somebody raises during a soak is taken off, one that is lowered is held", async () => {
  const soak = app.startUp("soak-canary-5");
  await soak.seen(/5 %: held/);
  await app.setWeight(3);
  const held = await soak.ended;
  expect(held.text).toMatch(
    /\[sluice:6\] Held "scholarlink" at 5 %: another writer changed the route: weight is 3 %/,
  );
  expect(await app.weight()).toBe(3);
  expect((await app.ledger()).phase).toBe("held");
  await app.setWeight(5);
  const again = app.startUp("soak-canary-5");
  await again.seen(/5 %: held/);
  await app.setWeight(60);
  const aborted = await again.ended;
  expect(aborted.text).toMatch(/\[sluice:4\] .*another writer raised the weight from 5 % to 60 %/);
  expect(await app.weight()).toBe(0);
  const { phase, attempt } = await app.ledger();
  expect(phase).toBe("aborted");
  // One message for all commands of the attempt, changed in place, and a reply for each hold and the abort.
  const told = slack.callsOf(attempt);
  const posts = told.filter(({ method }) => method === "chat.postMessage");
  expect(posts.filter(({ thread_ts }) => thread_ts === undefined)).toHaveLength(1);
  expect(posts.slice(-2).map(({ text }) => text)).toEqual([
    expect.stringMatching(/^\*warning: .* held at 5 %\*\n.*weight is 3 %/),
    expect.stringMatching(/^\*CRITICAL: .* aborted\*\n.*raised the weight from 5 % to 60 %/),
  ]);
  expect(told.at(-1)?.text).toMatch(
    /\nmeasured: .*; limit: at most .* fail; \d+ requests\nnext: `sluice verify soak`/,
  );
  expect(aborted.text).toMatch(/webhook was not told: .*; traffic and ledger do not wait for it/);
  const verify = async () =>
    JSON.parse((await app.sluice("verify", "soak", "-C", app.folder, "--json")).stdout) as {
      sentence: string;
    };
  await app.until("stable recovered", async () =>
    /^recovered at \d\d:\d\d UTC$/.test((await verify()).sentence),
  );
  expect(slack.callsOf(attempt).at(-1)?.text).toMatch(/5m after the end: recovered at/);
});

const again = async () => {
  done(await app.sluice("retry", "soak", "-C", app.folder, "--reason", "test"));
  const soak = app.startUp("soak-canary-5");
  await soak.seen(/5 %: held [5-9]/);
  return soak;
};
const pods = (track: "stable" | "canary") => ({ namespace: app.namespace, track });

inFull("5xx while no run watches: sluice watch takes the canary off", async () => {
  const soak = await again();
  soak.child.kill("SIGINT");
  await soak.ended;
  const watch = app.startSluice("watch", "soak", "-C", app.folder);
  await watch.seen(/nobody watches 5 %, so this does/);
  const status = async () =>
    JSON.parse((await app.sluice("status", "soak", "-C", app.folder, "--json")).stdout);
  await app.until("status names the watch", async () => (await status()).watcher !== null);
  await setFault(app.sandbox, pods("canary"), { errorRatio: 0.9 });
  const { code, text } = await watch.ended;
  expect(text).toMatch(/Aborted "scholarlink" at 5 % .*all traffic is on stable \(observed\)/);
  expect(code).toBe(4);
  expect(await app.weight()).toBe(0);
  expect((await app.ledger()).phase).toBe("aborted");
});

/** Lets the version at 1 % fail altogether, and looks how soon it is off. */
async function expectOff(atFault: () => Promise<unknown>): Promise<void> {
  await app.configure(image("v2"), { stages: [1, 100].map((weight) => ({ weight, soak: "1h" })) });
  const { text, seconds } = await failAltogether(app, 1, atFault);
  console.info(`weight 0 written ${seconds.toFixed(2)} s after the fault`);
  expect(text).toMatch(/\[sluice:4\] Aborted .* at 1 % \(synthetic\): Fail: of our own requests the canary/);
  // On a quiet machine it is 3 s.
  expect(seconds).toBeLessThan(30);
  expect(await app.weight()).toBe(0);
  await app.configure(image("v2"), { stages: [5, 50, 100].map((weight) => ({ weight, soak: "1h" })) });
}

inFull("a version that fails altogether at 1 % is off in seconds, without any request of users", async () => {
  done(await app.pulumi("stack", "init", "soak-canary-1"));
  await expectOff(async () => await load.stop());
  load = app.load(50);
});

inFull("a version that fails altogether at 1 % is off in seconds, with users' requests", async () => {
  const more = app.load(150);
  await expectOff(async () => {});
  await more.stop();
});

describe("answers that are no 5xx", () => {
  inFull("of a dependency that is down for both versions fail nothing", async () => {
    const soak = await again();
    for (const track of ["stable", "canary"] as const) {
      await setFault(app.sandbox, pods(track), { errorRatio: 0.6, status: 404 });
    }
    // The canary alone is taken off within 18 s, see below.
    await soak.seen(/5 %: held (2[5-9]|[3-9]\d)/);
    expect(await app.weight()).toBe(5);
    soak.child.kill("SIGINT");
    await soak.ended;
    await clearFaults(app.sandbox, pods("stable"));
    done(await app.sluice("abort", "soak", "-C", app.folder, "--reason", "test"));
  });

  const expectOffBy = async (status: number, name: string): Promise<void> => {
    const soak = await again();
    const began = Date.now();
    await setFault(app.sandbox, pods("canary"), { errorRatio: 0.97, status });
    const { text } = await soak.ended;
    process.stdout.write(`${status}: off after ${(Date.now() - began) / 1000} s\n`);
    expect(text).toMatch(
      new RegExp(String.raw`\[sluice:4\] Aborted "scholarlink" at 5 % \(class\): Fail: ${name}`),
    );
    expect(await app.weight()).toBe(0);
    const { phase, attempt } = await app.ledger();
    expect(phase).toBe("aborted");
    expect(slack.callsOf(attempt).at(-1)?.text).toMatch(
      /aborted\*\n.*\nmeasured: at 5 % the canary failed .* of \d+/,
    );
  };

  inFull("of the canary alone take it off: 404", async () => await expectOffBy(404, "4xx"));
  inFull("of the canary alone take it off: 302", async () => await expectOffBy(302, "3xx"));
});

/** Failed requests of the usual load since the beginning. */
const failedSoFar = (): number => load.snapshot()?.failed ?? 0;
let failedBefore = 0;

inFull("load that triples at 50 %: no request fails, and the canary's pods follow it", async () => {
  done(await app.sluice("abort", "soak", "-C", app.folder, "--reason", "test"));
  autoscaler = await startOutsideAutoscaler(app, 2);
  await app.configure(image("v2"), {
    stages: [
      // An autoscaler looks only now and then, and pods have to start.
      { weight: 50, soak: "60s" },
      { weight: 100, soak: "1h" },
    ],
    // Without a stage before that of 50 %.
    analysis: { parameters: { unacceptableErrorRatio: 0.2, requirePassAbove: 50 } },
  });
  done(await app.sluice("retry", "soak", "-C", app.folder, "--reason", "test"));
  done(await app.up());
  failedBefore = failedSoFar();
  const half = app.startUp("soak-canary-50");
  expect(await tripleLoad(app, autoscaler, half, { weight: 50, count: 6 })).toBe(0);
  expect(failedSoFar()).toBe(failedBefore);
  await app.until("stable has as many", async () => (await app.track("stable")).ready >= 6);
  expect(await app.weight()).toBe(50);
});

inFull("load that triples at 100 %: no request fails, and the canary's pods follow it", async () => {
  done(await app.up("soak-canary-50"));
  const full = app.startUp("soak-canary-100");
  const failed = await tripleLoad(app, autoscaler as OutsideAutoscaler, full, { weight: 100, count: 8 });
  expect(failed).toBe(0);
  expect(failedSoFar()).toBe(failedBefore);
  expect((await app.track("stable")).ready).toBeGreaterThanOrEqual(6);
  expect(await app.weight()).toBe(100);
});
