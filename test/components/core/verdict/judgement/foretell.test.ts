import { defaultParameters, foretellFault } from "../../../../../components/core/verdict/index";

const plan = [
  { weight: 1, soakSeconds: 300 },
  { weight: 20, soakSeconds: 300 },
  { weight: 100, soakSeconds: 300 },
];
const parameters = defaultParameters();
const trial = { requestsPerSecond: 200, stable: 0.001, canary: 0.001 };

test("foretellFault() promotes a release that is as good as stable, after all soaks", () => {
  expect(foretellFault(parameters, plan, trial)).toEqual({
    end: "passed",
    seconds: 900,
    weight: 100,
    // 200 requests/s for 300 s each at 1, 20 and 100 %, of which one in a thousand fails.
    badRequests: 72,
  });
});

test("foretellFault() finds a total failure in the first stage within a few ticks", () => {
  const found = foretellFault(parameters, plan, { ...trial, canary: 1 });
  expect(found).toMatchObject({ end: "found", weight: 1 });
  expect(found.seconds).toBeLessThanOrEqual(30);
  expect(found.badRequests).toBe(2 * found.seconds);
});

test("foretellFault() finds the same fault later where there is less traffic, by about as many failed requests", () => {
  const [much, little] = [200, 20].map((requestsPerSecond) =>
    foretellFault(parameters, plan, { ...trial, requestsPerSecond, canary: 0.05 }),
  ) as [ReturnType<typeof foretellFault>, ReturnType<typeof foretellFault>];
  expect([much.end, little.end]).toEqual(["found", "found"]);
  expect(little.seconds).toBeGreaterThan(much.seconds);
});

test("foretellFault() holds what is not proven at the deadline, and takes few steps where traffic is thin", () => {
  const held = foretellFault(parameters, plan, { requestsPerSecond: 0.001, stable: 0, canary: 0 });
  expect(held).toMatchObject({ end: "held", badRequests: 0 });
});
