import { openTerminal } from "../../cli/terminal";

function open(isTTY: boolean, json = false) {
  const written = { stderr: "", stdout: "" };
  let clock = 0;
  const terminal = openTerminal({
    json,
    stderr: { isTTY, columns: 30, write: (text) => (written.stderr += text) },
    stdout: { write: (text) => (written.stdout += text) },
    now: () => clock,
  });
  return { terminal, written, wait: (ms: number) => (clock += ms) };
}

test("progress() replaces its line on a terminal, cut to its width, and makes room for what stays", () => {
  const { terminal, written } = open(true);
  terminal.progress("one");
  terminal.progress("a line that is longer than the terminal is wide");
  terminal.say("stays");
  expect(written.stderr).toBe("\r\u001B[Kone\r\u001B[Ka line that is longer than t…\r\u001B[Kstays\n");
});

test("progress() of nothing takes the line away", () => {
  const { terminal, written } = open(true);
  terminal.progress("one");
  terminal.progress("");
  terminal.say("x");
  expect(written.stderr).toBe("\r\u001B[Kone\r\u001B[Kx\n");
});

test("progress() prints plain lines elsewhere, at most one in ten seconds", () => {
  const { terminal, written, wait } = open(false);
  terminal.progress("one");
  wait(9_999);
  terminal.progress("two");
  wait(1);
  terminal.progress("three");
  expect(written.stderr).toBe("one\nthree\n");
});

test("progress() prints the newest line late rather than never, unless something else was said", () => {
  jest.useFakeTimers();
  try {
    const { terminal, written, wait } = open(false);
    const pass = (ms: number): void => {
      wait(ms);
      jest.advanceTimersByTime(ms);
    };
    terminal.progress("create promotion");
    pass(500);
    terminal.progress("waiting for stable: 0 of 2 pods ready");
    pass(500);
    terminal.progress("waiting for stable: the gateway cannot be reached");
    pass(8_999);
    expect(written.stderr).toBe("create promotion\n");
    pass(1);
    pass(60_000);
    expect(written.stderr).toBe("create promotion\nwaiting for stable: the gateway cannot be reached\n");
    terminal.progress("one");
    terminal.progress("two");
    terminal.say("stays");
    terminal.progress("three");
    terminal.progress("");
    pass(60_000);
    expect(written.stderr.split("\n").slice(2)).toEqual(["one", "stays", ""]);
  } finally {
    jest.useRealTimers();
  }
});

test.each([
  [true, '{"a":1}\n'],
  [false, ""],
])("print() writes JSON to standard output only when asked for: %s", (json, stdout) => {
  const { terminal, written } = open(false, json);
  terminal.print({ a: 1 });
  expect(written).toEqual({ stdout, stderr: "" });
});

test("draw() is nothing where lines cannot be replaced", () => {
  const { terminal, written } = open(false);
  terminal.draw("a view");
  terminal.say("stays");
  expect(written.stderr).toBe("stays\n");
});
