import { runSluice } from "./run-sluice";

jest.setTimeout(60_000);

const fault = (...args: string[]) => runSluice("sandbox", "fault", ...args);

test.each([
  { name: "no pods named", args: ["--hang"], says: "--track or --release must say which pods: got neither" },
  {
    name: "an unknown track",
    args: ["--track", "blue", "--hang"],
    says: '--track must be stable or canary: got "blue"',
  },
  { name: "no fault", args: ["--track", "canary"], says: "at least one of --error-ratio" },
  {
    name: "a share above 1",
    args: ["--track", "canary", "--error-ratio", "150%"],
    says: "errorRatio must be a share from 0 to 1: got 1.5",
  },
  {
    name: "an empty share",
    args: ["--track", "canary", "--error-ratio", ""],
    says: '--error-ratio must be a share such as 0.5 or 50%: got ""',
  },
  {
    name: "a time without unit",
    args: ["--track", "canary", "--latency", "200"],
    says: '--latency must be a duration such as 250ms or 2s: got "200"',
  },
  {
    name: "memory without unit",
    args: ["--track", "canary", "--memory", "200"],
    says: '--memory must be an amount such as 200Mi or 1Gi: got "200"',
  },
  {
    name: "a fault beside --clear",
    args: ["--track", "canary", "--hang", "--clear"],
    says: "--clear must be the only option",
  },
  {
    name: "no status",
    args: ["--track", "canary", "--error-ratio", "1", "--status", "4xx"],
    says: '--status must be a status such as 404: got "4xx"',
  },
  {
    name: "a status that is no fault",
    args: ["--track", "canary", "--error-ratio", "1", "--status", "204"],
    says: "status must be a status from 300 to 599: got 204",
  },
  { name: "an unknown option", args: ["--explode"], says: "unknown option '--explode'" },
  {
    name: "no sandbox",
    args: ["--track", "canary", "--hang"],
    says: 'Cannot set a fault: sandbox "sluice" must be up',
  },
])("fault refuses $name with exit code 2", async ({ args, says }) => {
  const { code, stdout, stderr } = await fault(...args);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(says);
});

test("fault names every problem at once", async () => {
  const { stderr } = await fault("--error-ratio", "x", "--memory", "y");
  expect(stderr).toContain("--track or --release");
  expect(stderr).toContain("--error-ratio must be");
  expect(stderr).toContain("--memory must be");
});

test("fault --help tells its options", async () => {
  const { code, stdout } = await fault("--help");
  expect(code).toBe(0);
  expect(stdout).toContain("--error-ratio <share>");
});
