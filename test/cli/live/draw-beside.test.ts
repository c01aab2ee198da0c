import { drawBeside } from "../../../cli/live/draw-beside";
import { openTerminal } from "../../../cli/terminal";
import { fakeEnvironment } from "../support/fake-cluster";

test("drawBeside() reads and writes nothing where lines cannot be replaced", () => {
  const asked: string[] = [];
  const { context } = fakeEnvironment({ fault: (_, path) => void asked.push(path) });
  const written: string[] = [];
  const terminal = openTerminal({ stderr: { write: (text) => written.push(text) } });
  drawBeside(context, terminal)();
  expect([asked, written]).toEqual([[], []]);
});
