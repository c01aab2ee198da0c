import { underLock } from "../../../cli/orders/under-lock";
import type { Ledger } from "../../../components/core/ledger/ledger";
import { attemptOf, ledgerOf } from "../../support/gate";
import { fakeEnvironment } from "../support/fake-cluster";

const written = (changes: Partial<Ledger>): string =>
  JSON.stringify(ledgerOf({ app: "scholarlink", attempt: attemptOf(["passed", "shifting"]), ...changes }));

test("underLock() takes over a move that an interrupted run left, and tells it as an Event", async () => {
  const intent = { from: 1, to: 5, epoch: "4-abc", atSeconds: 1, by: "prod-canary-5" };
  const fake = fakeEnvironment({ ledger: written({ weight: 1, epoch: "3-abc", intent }), weight: 5 });
  const weight = await underLock(fake.context, "retry", async ({ ledger }) => ledger.weight);
  expect(weight).toBe(5);
  expect(fake.ledger()).toMatchObject({ weight: 5, epoch: "4-abc", moves: [{ from: 1, to: 5 }] });
  expect(fake.ledger().lock).toBeUndefined();
  expect(fake.events).toEqual(["TrafficMoved"]);
  expect(fake.said).toEqual([expect.stringMatching(/^Traffic moved from 1 to 5 %.*taken over/)]);
});

test("underLock() tells nothing where nothing is to be taken over", async () => {
  const fake = fakeEnvironment({ ledger: written({ weight: 1, epoch: "4-abc" }), weight: 1 });
  await underLock(fake.context, "retry", async () => undefined);
  expect(fake.events).toEqual([]);
  expect(fake.said).toEqual([]);
});

test.each([
  ["without a ledger", undefined, 0, "there must be a ledger"],
  ["where another owner moved traffic", written({ weight: 1, epoch: "4-abc" }), 30, "live weight is 30 %"],
])("underLock() refuses %s, and does nothing", async (_name, ledger, weight, text) => {
  const fake = fakeEnvironment({ ledger, weight });
  const work = jest.fn();
  await expect(underLock(fake.context, "retry", work)).rejects.toMatchObject({
    end: "refused",
    message: expect.stringContaining(text),
  });
  expect(work).not.toHaveBeenCalled();
});

test("underLock() asks an API server again that has just started and answers 429", async () => {
  let left = 2;
  const fault = (method: string, path: string) =>
    method === "GET" && path.endsWith("/grpcroutes") && left-- > 0
      ? { status: 429, message: "storage is (re)initializing" }
      : undefined;
  const fake = fakeEnvironment({ ledger: written({ weight: 1, epoch: "4-abc" }), weight: 1, fault });
  await expect(underLock(fake.context, "roll back", async () => "done")).resolves.toBe("done");
  expect(fake.said).toEqual(
    Array(2).fill(expect.stringMatching(/^the cluster does not answer yet: .*grpcroutes: storage is/)),
  );
});
