import type { Observed } from "../../../../components/core/live";
import type { Settings } from "../../../../components/core/settings";
import { endConnections } from "../../../../components/traffic/end/end-connections";

const mockSteps: string[] = [];
let mockObserved: Observed = "confirmed";

jest.mock("../../../../components/traffic/end/idle-canary", () => ({
  idleOrTell: async () => {
    mockSteps.push("idle");
    await Promise.resolve();
  },
}));
jest.mock("../../../../components/traffic/write/confirm-weight", () => ({
  confirmWeight: async (_context: unknown, { weight, timeoutSeconds }: Record<string, number>) => {
    mockSteps.push(`confirm ${weight} within ${timeoutSeconds} s`);
    return await Promise.resolve(mockObserved);
  },
}));

const end = async (router: string, observed: Observed): Promise<Observed> => {
  mockSteps.length = 0;
  const settings = { traffic: { router, drainSeconds: 5 } } as unknown as Settings;
  const context = { settings, now: () => 1, say: () => undefined, progress: () => undefined };
  return await endConnections(context as unknown as Parameters<typeof endConnections>[0], observed);
};

test("endConnections() leaves what is confirmed, and what another router still sends", async () => {
  expect(await end("replicas", "confirmed")).toBe("confirmed");
  expect(await end("gateway", "contradicted")).toBe("contradicted");
  expect(mockSteps).toEqual([]);
});

test.each<Observed>(["confirmed", "contradicted"])(
  "endConnections() ends connections with the canary's pods, and says what is counted then: %s",
  async (after) => {
    mockObserved = after;
    expect(await end("replicas", "contradicted")).toBe(after);
    expect(mockSteps).toEqual(["idle", "confirm 0 within 15 s"]);
  },
);
