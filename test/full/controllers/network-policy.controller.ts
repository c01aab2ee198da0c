import type { WafReport } from "../../../components/core/edge/waf-report";
import { pushWaf } from "../../../sandbox/images/waf";
import { done, image } from "../../e2e/support/app";
import type { App } from "../../e2e/support/app";
import { openPodClient, startKubeRouter } from "../support/kube-router";
import { openOwnApp } from "../support/own-app";
import type { OwnApp } from "../support/own-app";

// kube-router enforces on the node what Sluice writes: the firewall in the pods is the only way in.

const attack = "/?q=%3Cscript%3Ealert(1)%3C/script%3E";
let own: OwnApp;
let app: App;
let ask: (url: string) => Promise<number>;

beforeAll(async () => {
  own = await openOwnApp("walled", { stages: [20, 100].map((weight) => ({ weight, soak: "5s" })) });
  ({ app } = own);
  const waf = await pushWaf(app.sandbox.registryUrl);
  await app.configure(image("v1"), { edge: { waf: { mode: "block", image: waf } } });
  done(await app.up());
  ask = openPodClient(app.sandbox, await addressOfStranger());
}, 1_800_000);
afterAll(async () => await own.close());

/** Address of a pod in another namespace. */
async function addressOfStranger(): Promise<string> {
  const inside = ["-n", "default"];
  await app.kubectl(...inside, "run", "stranger", `--image=${image("v1")}`);
  await app.kubectl(...inside, "wait", "--for=jsonpath={.status.podIP}", "pod/stranger", "--timeout=120s");
  return await app.kubectl(...inside, "get", "pod", "stranger", "-o", "jsonpath={.status.podIP}");
}

const addressesOf = async (track: string): Promise<readonly string[]> => {
  const running = ["-l", `sluice.dev/track=${track}`, "--field-selector=status.phase=Running"];
  const text = await app.kubectl("get", "pods", ...running, "-o", "jsonpath={.items[*].status.podIP}");
  return text.match(/\S+/g) ?? [];
};

/** Answers to another pod at a port of every pod of a track, each answer once. */
async function answersAt(track: string, port: number, path = "/"): Promise<readonly number[]> {
  const asked = (await addressesOf(track)).map(
    async (address) => await ask(`http://${address}:${port}${path}`),
  );
  return [...new Set(await Promise.all(asked))];
}

test("without anybody who enforces policies, another pod asks the app past its firewall", async () => {
  expect(await answersAt("stable", 8080, attack)).toEqual([200]);
  expect(await answersAt("stable", 8880, attack)).toEqual([403]);
});

test("with what Sluice writes it is refused at the app's own port, on both tracks and through a release; users, probes and scrapes come through", async () => {
  await startKubeRouter(app.sandbox);
  await app.until(
    "the app's own port is closed",
    async () => (await answersAt("stable", 8080)).join() === "0",
  );
  const users = app.watchAnswers();
  const load = app.load(100);
  await app.configure(image("v2"));
  const rollout = app.startSluice("rollout", "walled", "-C", app.folder);
  await app.until("the canary has traffic", async () => (await app.weight()) > 0);
  for (const track of ["stable", "canary"]) {
    expect([track, await answersAt(track, 8080, attack)]).toEqual([track, [0]]);
    expect([track, await answersAt(track, 9090, "/metrics")]).toEqual([track, [0]]);
    // The rules count points for the number in Host as well.
    expect([track, await answersAt(track, 8880, attack)]).toEqual([track, [403]]);
    expect([track, await answersAt(track, 8881, "/metrics")]).toEqual([track, [200]]);
  }
  done(await rollout.ended);
  users.stop();
  expect(users.failures()).toEqual([]);
  expect(await load.stop()).toMatchObject({ failed: 0 });
  expect((await app.ledger()).phase).toBe("promoted");
  expect(await answersAt("stable", 8080)).toEqual([0]);
  // Kubelet's probes pass, and the firewall's counters were scraped.
  const restarts = await app.kubectl(
    "get",
    "pods",
    "-o",
    "jsonpath={.items[*].status.containerStatuses[*].restartCount}",
  );
  expect(new Set(restarts.split(" "))).toEqual(new Set(["0"]));
  const report = done(await app.sluice("waf", "report", "walled", "-C", app.folder, "--json"));
  const { decided } = JSON.parse(report.stdout) as WafReport;
  expect(decided.stable?.hits).toBeGreaterThan(0);
});

test("app.allowFrom keeps other namespaces away from the firewall as well, and the gateway comes through", async () => {
  await app.configure(image("v2"), { app: { allowFrom: ["gateway", "monitoring"] } });
  done(await app.up());
  await app.until("strangers are kept away", async () => (await answersAt("stable", 8880)).join() === "0");
  const load = app.load(50);
  await app.until("users are served", async () => (load.snapshot()?.sent ?? 0) > 200);
  expect(await load.stop()).toMatchObject({ failed: 0 });
});
