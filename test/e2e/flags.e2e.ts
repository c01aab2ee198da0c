import { once } from "node:events";
import { get } from "node:http";
import type { IncomingMessage } from "node:http";
import { pushFlagd } from "../../sandbox/images/flagd";
import { setFault } from "../../sandbox/fault/set-fault";
import { startLoad } from "../../sandbox/load/load";
import { createApp, done, image } from "./support/app";
import { inFull } from "./support/in-full";
import type { App } from "./support/app";

const flag = "newest-first";
let app: App;

const steps = [
  { percent: 20, soak: "5s" },
  { percent: 100, soak: "5s" },
];

beforeAll(async () => {
  app = await createApp("flags");
  const flagd = { image: await pushFlagd(app.sandbox.registryUrl) };
  const metrics = { requests: 'scholarlink_flag_requests_total{namespace="{{namespace}}"}' };
  const list = { [flag]: { owner: "papers", expires: "2099-01-01", allow: ["anna"], steps } };
  await app.configure(image("v1"), {
    app: { env: { FLAG_SERVICE: "http://scholarlink-flagd:8016" } },
    flags: { flagd, metrics, list },
  });
  done(await app.up());
  await app.kubectl("rollout", "status", "deployment/scholarlink-flagd", "--timeout=180s");
});

afterAll(async () => {
  await app.remove();
});

/** Year of the first paper that a user sees: 1959 by the new variant, 1936 by the one of before. */
async function firstYear(user: string): Promise<number> {
  const url = `http://${app.sandbox.gatewayAddress}/api/papers?user=${user}`;
  const chunks: Buffer[] = [];
  // No program is started for it, which costs more than the answer: the time of a switch is measured by it.
  const request = get(url, { headers: { host: app.host }, agent: false, timeout: 5000 });
  request.on("timeout", () => request.destroy(new Error("no answer within 5 s")));
  const [response] = (await once(request, "response")) as [IncomingMessage];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const { papers } = JSON.parse(Buffer.concat(chunks).toString()) as {
    readonly papers: readonly { readonly year: number }[];
  };
  return papers[0]?.year ?? 0;
}

test("a switch reaches the app's users within seconds, without a checkout, and no later up turns it on again", async () => {
  await app.until("anna has the flag", async () => (await firstYear("anna")) === 1959);
  expect(await firstYear("bert")).toBe(1936);
  const { context } = app.sandbox;
  const begun = Date.now();
  const words = ["flag", "off", flag, app.environment, "--reason", "wrong order", "-C", "/nowhere"];
  const place = ["--context", context, "--app", "scholarlink", "--namespace", app.namespace];
  const off = app.startSluice(...words, ...place);
  await app.until("anna has it no more", async () => (await firstYear("anna")) === 1936, 60);
  const seconds = (Date.now() - begun) / 1000;
  const { text } = done(await off.ended);
  expect(text).toContain("by hand: kubectl --context");
  process.stderr.write(
    `flag off: the app's user has it no more ${seconds.toFixed(1)} s after the command began; ${text.trim().split("\n").at(-1) ?? ""}\n`,
  );
  done(await app.up());
  expect(await firstYear("anna")).toBe(1936);
  expect((await app.sluice("rollout", app.environment, "--flag", flag)).code).toBe(3);
  done(await app.sluice("flag", "on", flag, app.environment, "--reason", "mended"));
  await app.until("anna has it again", async () => (await firstYear("anna")) === 1959);
});

test("a bad step is switched off by itself, and few users met it", async () => {
  const paths = Array.from({ length: 400 }, (_, nth) => `/api/papers?user=user-${nth}`);
  const load = startLoad({ address: app.sandbox.gatewayAddress, host: app.host, ratePerSecond: 40, paths });
  await setFault(app.sandbox, { namespace: app.namespace, track: "stable" }, { flagErrorRatio: 1 });
  const begun = Date.now();
  const { code, text } = await app.sluice("rollout", app.environment, "--flag", flag);
  expect([code, text]).toEqual([4, expect.stringContaining("was switched off at 20 %")]);
  const { failed, sent, failures } = await load.stop();
  const users = new Set(failures.map(({ path }) => path));
  process.stderr.write(
    `bad step: ${failed} of ${sent} requests failed, ${users.size} of ${paths.length} users affected, ${((Date.now() - begun) / 1000).toFixed(1)} s after the command began\n`,
  );
  expect(users.size).toBeGreaterThan(0);
  expect(users.size).toBeLessThan(200);
  const list = await app.sluice("flag", "list", app.environment, "--json");
  expect(list.text).toContain('"by":"verdict"');
  expect(await firstYear("anna")).toBe(1936);
});

inFull(
  "a run that is killed again and again is gone on with by the same command: no step is lost or taken twice",
  async () => {
    await setFault(app.sandbox, { namespace: app.namespace, track: "stable" }, {});
    const paths = Array.from({ length: 400 }, (_, nth) => `/api/papers?user=user-${nth}`);
    const load = startLoad({ address: app.sandbox.gatewayAddress, host: app.host, ratePerSecond: 40, paths });
    const live = async () => {
      const list = await app.sluice("flag", "list", app.environment, "--json");
      const { flags } = JSON.parse(list.stdout) as {
        flags: Record<
          string,
          { percent: number; passed: boolean; epoch: number; attempt: number; moves: { percent: number }[] }
        >;
      };
      return flags[flag];
    };
    done(await app.sluice("flag", "on", flag, app.environment, "--reason", "mended again"));
    const begun = await live();
    const reached: number[] = [];
    // Evidence is kept, so that a later run may pass a step at its first look.
    for (const moment of [/20 %/, /20 %: held|is at 100 %/, /100 %/]) {
      const run = app.startSluice("rollout", app.environment, "--flag", flag);
      await run.seen(moment);
      run.child.kill("SIGKILL");
      await run.ended;
      reached.push((await live())?.percent ?? -1);
    }
    const last = await app.sluice("rollout", app.environment, "--flag", flag);
    expect([last.code, last.text]).toEqual([0, expect.stringContaining("is at 100 % and passed")]);
    const ended = await live();
    process.stderr.write(`killed three times: at ${reached.join(", ")} %; ${ended?.moves.length} moves\n`);
    expect(reached).toEqual(reached.toSorted((a, b) => a - b));
    expect(ended).toMatchObject({ percent: 100, passed: true, attempt: begun?.attempt });
    expect((ended?.epoch ?? 0) - (begun?.epoch ?? 0)).toBe(2);
    expect(ended?.moves.slice(-2).map(({ percent }) => percent)).toEqual([20, 100]);
    expect((await load.stop()).failed).toBe(0);
  },
);
