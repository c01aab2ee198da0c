import { rollOutOne } from "../../../cli/flags/roll-out-flag";
import type { Environment } from "../../../cli/environment";
import { flagWorld } from "../../support/flag-world";
import { specOf } from "../../support/flags";

const { signal } = new AbortController();

function openWorld(options: Parameters<typeof flagWorld>[0] = {}) {
  const world = flagWorld(options);
  return { ...world, environment: world.context() as unknown as Environment };
}

test("a right that a flag's run needs is asked for before anything is touched, and named", async () => {
  const { environment, requests } = openWorld({ denied: ["create pods/proxy", "patch pods"] });
  await expect(rollOutOne(environment, "new-search", signal)).rejects.toMatchObject({
    end: "usage",
    message: expect.stringContaining("role sluice-flags in namespace prod: lacks create pods/proxy"),
  });
  expect(requests.filter((request) => !request.endsWith("/selfsubjectaccessreviews"))).toEqual([]);
});

test("a flag that the file does not have is refused with those that it has", async () => {
  const { environment } = openWorld();
  await expect(rollOutOne(environment, "nwe", signal)).rejects.toMatchObject({
    end: "usage",
    message: expect.stringContaining("got new-search"),
  });
});

test("without the right to patch pods a run goes on: its writes are in force a little later", async () => {
  const steps = [{ percent: 100, soakSeconds: 15 }];
  const { environment, nudged } = openWorld({ denied: ["patch pods"], spec: specOf({}, steps) });
  expect(await rollOutOne(environment, "new-search", signal)).toMatchObject({
    exitCode: 0,
    report: { app: "scholarlink", flag: "new-search", percent: 100 },
  });
  expect(nudged).toEqual([]);
});
