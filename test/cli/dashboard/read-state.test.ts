import { openStateReader } from "../../../cli/dashboard/read-state";
import { renderEnvironment } from "../../../cli/dashboard/render-environment";
import type { DashboardState } from "../../../cli/dashboard/state";
import { toSettings } from "../../../stacks/settings/settings";
import { parseStackName } from "../../../stacks/name";
import type { Ledger } from "../../../components/core/ledger/ledger";
import { startServer } from "../../components/http/server";
import { configWith } from "../../support/environment";
import { attemptOf, ledgerOf } from "../../support/gate";
import { fakeEnvironment } from "../support/fake-cluster";

const { signal } = new AbortController();

function open(changes: Partial<Ledger>, checks?: string) {
  const ledger = JSON.stringify(ledgerOf({ app: "scholarlink", ...changes }));
  const fake = fakeEnvironment({ ledger, weight: changes.weight ?? 0, canaryReplicas: 1 });
  const config = configWith(checks === undefined ? {} : { checks });
  const settings = { ...fake.context.settings, ...toSettings(config, parseStackName("prod")) };
  const asked: string[] = [];
  const { find } = fake.context.cluster;
  const cluster = {
    ...fake.context.cluster,
    find: (async (path: string) => {
      asked.push(path);
      return await find(path);
    }) as typeof find,
  };
  return { ...fake, asked, read: openStateReader({ ...fake.context, settings, cluster }, signal) };
}

/** Looks until the gate, which is asked beside the looks, has answered. */
async function withGate(read: () => Promise<DashboardState>): Promise<DashboardState> {
  for (let count = 0; count < 200; count++) {
    const state = await read();
    if (state.gate !== undefined) return state;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("the gate was never asked");
}

test("a release on its way: status, ledger, history, report, and the gate of the next stage; nothing is written", async () => {
  const scene = open({ weight: 1, attempt: attemptOf(["soaking"]) });
  const state = await withGate(scene.read);
  expect(state.view.status).toMatchObject({ phase: "progressing", weight: { ledger: 1, live: 1 } });
  expect(state.ledger?.attempt?.number).toBe(3);
  expect(state.history.attempts).toHaveLength(1);
  expect(state.report?.headline).toContain("attempt 3: progressing");
  expect(state.gate?.stage).toBe("5 %");
  const { checks = [] } = state.gate?.gate.report ?? {};
  const order = checks.find(({ id }) => id === "order");
  expect([state.gate?.gate.sentence, order?.result]).toEqual([expect.any(String), "refuse"]);
  expect(renderEnvironment(state).sections["gate"]).toContain("The gate to 5 % <strong>");
  expect([scene.writes, scene.events]).toEqual([[], []]);
});

test("checks that may change something are not asked, but named", async () => {
  const home = "{ name: home, requests: [{ url: /, expect: { status: [200] } }] }";
  const order = "{ name: order, requests: [{ url: /orders, method: POST, expect: { status: [200] } }] }";
  const up = "{ name: up, promql: { query: up, min: 1 } }";
  let calls = 0;
  const server = await startServer((_, response) => {
    calls += 1;
    response.end("{}");
  });
  const hook = `{ name: hook, webhook: { url: "http://127.0.0.1:${server.port}/" } }`;
  const checks = `[${home}, ${order}, ${up}, ${hook}]`;
  const { gate } = await withGate(open({ attempt: attemptOf() }, checks).read);
  await server.close();
  expect([gate?.unasked, calls]).toEqual([["order", "hook"], 0]);
  expect(gate?.gate.report?.checks.find(({ id }) => id === "checks")?.text).not.toContain("order");
});

test("a release that is over has no gate; what its pods left is read once", async () => {
  const scene = open({
    phase: "aborted",
    attempt: attemptOf(["failed"], { endedAtSeconds: 1, endReason: "fail" }),
  });
  const first = await scene.read();
  const second = await scene.read();
  expect([first.gate, second.gate]).toEqual([undefined, undefined]);
  expect(second.report?.traces).toMatchObject({ events: [], logs: [] });
  expect(scene.asked.filter((path) => path.endsWith("/events"))).toHaveLength(1);
});

test("where nothing was ever released the page says so", async () => {
  const fake = fakeEnvironment({});
  const { sections, title } = renderEnvironment(await openStateReader(fake.context, signal)());
  expect(title).toBe("never released: scholarlink in prod");
  expect(sections["now"]).toContain("sluice rollout prod");
  expect([sections["gate"], sections["ledger"], sections["history"], sections["pods"]]).toEqual([
    "",
    "",
    "",
    "",
  ]);
});
