import { hideIn } from "../../../../components/core/report/hide-in";

test("hideIn() hides in what others wrote, at any depth, and leaves names, commands and numbers", () => {
  const commit = "0123456789abcdef0123456789abcdef01234567";
  const value = {
    commit,
    attempts: [{ number: 3, reason: "password=hunter2hunter2", revision: null }],
    traces: { events: ["Unhealthy: token: abcdef123456"], logs: [{ lines: ["Bearer abc.def"] }] },
    next: ["sluice abort prod --reason TEXT"],
    signed: ["backup signed off: https://u:p@host/x"],
    note: undefined,
  };
  expect(hideIn(value)).toEqual({
    commit,
    attempts: [{ number: 3, reason: "password=…", revision: null }],
    traces: { events: ["Unhealthy: token: …"], logs: [{ lines: ["Bearer …"] }] },
    next: ["sluice abort prod --reason TEXT"],
    signed: ["backup signed off: https://…@host/x"],
    note: undefined,
  });
});
