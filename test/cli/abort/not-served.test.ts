import { abort } from "../../../cli/abort/abort";
import { readStatus } from "../../../cli/watch/status";
import { ledgerOf } from "../../support/gate";
import { fakeEnvironment } from "../support/fake-cluster";

jest.mock("../../../components/prometheus/source", () => ({
  openSource: () => ({ read: async () => ({ series: [], problems: [{ query: "q", problem: "away" }] }) }),
}));

const patience = { waitMs: 20, awaySeconds: 2 };
const ledger = JSON.stringify(ledgerOf({ app: "scholarlink", weight: 20, epoch: "4-abc" }));

/** The definition of routes was upgraded, and serves this version no more: the route itself still sends requests. */
const upgraded = (more: Parameters<typeof fakeEnvironment>[0] = {}) =>
  fakeEnvironment({
    ledger,
    weight: 20,
    canaryReplicas: 2,
    fault: (_method, path) => (path.includes("gateway.networking.k8s.io") ? "notServed" : undefined),
    ...more,
  });

test("abort() of a route whose version is not served takes the second lever, and never says that there is no route", async () => {
  const fake = upgraded();
  const { exitCode, sentence } = await abort(fake.context, "drill", patience);
  expect(exitCode).toBe(6);
  expect(sentence).toMatch(/not in force.*Service scholarlink-canary selects stable's pods/);
  expect(fake.said.join("\n")).not.toMatch(/does not exist|all traffic is on stable/);
  expect(fake.selector()).toBe("stable");
  expect(fake.ledger()).toMatchObject({ phase: "aborted", weight: 20 });
  // Pods that the route still leads to stay.
  expect(fake.writes.some(({ path }) => path.endsWith("/scale"))).toBe(false);
});

test("abort() without a second lever ends with what is not served, and the canary's pods stay", async () => {
  const fake = upgraded({ stablePods: 1 });
  const refusal = (await abort(fake.context, "drill", patience).catch((error: unknown) => error)) as Error;
  expect(refusal).toMatchObject({ end: "inconclusive" });
  expect(refusal.message).toMatch(
    /its weight could not be read; weight 0 was refused: GET \/apis\/gateway\.networking\.k8s\.io/,
  );
  expect(fake.writes.some(({ path }) => path.endsWith("/scale"))).toBe(false);
});

test("status shows everything else, and which version must be served", async () => {
  const { problems, phase } = await readStatus(upgraded().context);
  expect(phase).toBe("progressing");
  expect(problems).toEqual([
    {
      text: expect.stringMatching(
        /^Cannot read the route of "scholarlink": GET .*: the API server does not serve gateway\.networking\.k8s\.io\/v1$/,
      ),
      fix: expect.stringContaining("have the cluster serve this version of the API"),
    },
  ]);
});
