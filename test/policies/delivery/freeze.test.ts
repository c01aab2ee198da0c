import { freeze } from "../../../policies/delivery/freeze";
import { freezeWindowSchema, isFrozen, toLocalMoment } from "../../../policies/delivery/freeze-window";
import { runPolicy } from "../pack/run-policy";

const prefix = "pulumi-nodejs:dynamic/sluice:";
const gate = { type: `${prefix}Gate`, props: {} };
const release = (decision: string) => ({ type: `${prefix}Release`, props: { decision } });
const windows = [
  { name: "Christmas", timeZone: "Europe/Berlin", from: "2026-12-18T16:00", to: "2027-01-03" },
];
const inside = { now: new Date("2026-12-24T12:00:00Z"), preview: false };

describe("freeze", () => {
  test("blocks a stage in a window, naming its end and the way out", async () => {
    await expect(runPolicy(freeze, gate, { windows }, inside)).resolves.toEqual([
      {
        message:
          'Cannot deploy "Gate shop": the time of this run must lie outside the freeze window "Christmas": got 2026-12-24T12:00:00.000Z\n  → wait for its end (2027-01-03, Europe/Berlin), or set breakGlass with a reason and an expiry',
        urn: expect.any(String),
      },
    ]);
  });

  test("only advises in a preview", async () => {
    const [violation] = await runPolicy(freeze, gate, { windows }, { ...inside, preview: true });
    expect(violation).toMatchObject({ enforcementLevel: "advisory" });
  });

  test.each([
    ["first", 1],
    ["start", 1],
    ["supersede", 1],
    ["promote", 1],
    ["refuse", 1],
    ["none", 0],
    ["continue", 0],
    ["revert", 0],
    ["aborted", 0],
  ])("judges a base that decides %s", async (decision, count) => {
    await expect(runPolicy(freeze, release(decision), { windows }, inside)).resolves.toHaveLength(count);
  });

  test("says nothing outside of every window, and about anything else", async () => {
    const outside = { now: new Date("2026-12-18T14:59:00Z"), preview: false };
    await expect(runPolicy(freeze, gate, { windows }, outside)).resolves.toEqual([]);
    const soak = { type: `${prefix}Soak`, props: {} };
    await expect(runPolicy(freeze, soak, { windows }, inside)).resolves.toEqual([]);
  });

  test.each(["2026-02-30", "2026-12-18T24:00", "2027-02-29"])(
    "refuses a window that begins at a time that does not exist: %s",
    (from) => {
      expect(freezeWindowSchema.safeParse({ name: "x", from }).success).toBe(false);
      expect(freezeWindowSchema.safeParse({ name: "x", from: "2028-02-29" }).success).toBe(true);
    },
  );

  const breakGlass = { reason: "stable leaks data", owner: "ada", expires: "2026-12-24T18:00:00Z" };

  test("is lifted by a broken glass, visibly, until that expires", async () => {
    const config = { windows, breakGlass };
    await expect(runPolicy(freeze, gate, config, inside)).resolves.toEqual([
      expect.objectContaining({
        enforcementLevel: "advisory",
        message: expect.stringContaining("lifted by ada until 2026-12-24T18:00:00Z: stable leaks data"),
      }),
    ]);
    const later = { now: new Date("2026-12-24T18:00:01Z"), preview: false };
    const [violation] = await runPolicy(freeze, gate, config, later);
    expect(violation).not.toHaveProperty("enforcementLevel");
    expect(violation?.message).toContain("breakGlass expired on 2026-12-24T18:00:00Z");
  });

  test("refuses when a time zone does not exist", async () => {
    const config = { windows: [{ name: "x", timeZone: "Mars/Olympus" }] };
    await expect(runPolicy(freeze, gate, config, inside)).resolves.toEqual([
      expect.objectContaining({ message: expect.stringContaining("Mars/Olympus") }),
    ]);
  });
});

describe("isFrozen()", () => {
  const window = (given: object) => freezeWindowSchema.parse({ name: "w", ...given });
  const friday = { weekly: ["fri"], after: "16:00", timeZone: "Europe/Berlin" };

  test.each([
    ["the first minute", { from: "2026-12-18T16:00" }, "2026-12-18T16:00:00Z", true],
    ["the minute before", { from: "2026-12-18T16:00" }, "2026-12-18T15:59:59Z", false],
    ["the last day", { to: "2027-01-03" }, "2027-01-03T23:59:30Z", true],
    ["the day after", { to: "2027-01-03" }, "2027-01-04T00:00:00Z", false],
    ["a Friday evening there", friday, "2026-11-20T15:00:00Z", true],
    ["a Friday afternoon there", friday, "2026-11-20T14:59:00Z", false],
    ["summer time there", friday, "2026-07-17T14:00:00Z", true],
    ["a Thursday", friday, "2026-11-19T16:00:00Z", false],
    ["the end of the day's part", { after: "08:00", before: "09:00" }, "2026-11-20T09:00:00Z", false],
    ["within the day's part", { after: "08:00", before: "09:00" }, "2026-11-20T08:59:00Z", true],
    ["any time, where nothing is said", {}, "2026-11-20T08:59:00Z", true],
  ])("judges %s", (_name, given, at, frozen) => {
    expect(isFrozen(window(given), new Date(at))).toBe(frozen);
  });

  test("reads clocks as people there do", () => {
    expect(toLocalMoment(new Date("2026-12-31T23:30:00Z"), "Pacific/Auckland")).toEqual({
      text: "2027-01-01T12:30",
      day: "fri",
    });
    expect(toLocalMoment(new Date("2026-12-31T00:05:00Z"), "UTC").text).toBe("2026-12-31T00:05");
  });
});
