import { lstatSync, mkdtempSync, readlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { linkBinaries } from "../../../sandbox/tools/link-binaries";
import { writeProgram } from "./fake-world";

test("linkBinaries() gives our own binaries as real files and installed ones as links", () => {
  const home = mkdtempSync(join(tmpdir(), "sluice-bin-"));
  const cacheRoot = join(home, "cache");
  const ours = writeProgram(join(cacheRoot, "widget-1", "bin", "widget"));
  const installed = writeProgram(join(home, "bin", "gadget"));
  const folder = linkBinaries({ widget: ours, gadget: installed }, cacheRoot);
  expect(lstatSync(join(folder, "widget")).isSymbolicLink()).toBe(false);
  expect(lstatSync(join(folder, "widget")).ino).toBe(lstatSync(ours).ino);
  expect(readlinkSync(join(folder, "gadget"))).toBe(installed);
});

test("linkBinaries() gives the same folder for the same binaries and another one for others", () => {
  const cacheRoot = join(mkdtempSync(join(tmpdir(), "sluice-bin-")), "cache");
  const [a, b] = ["a", "b"].map((name) => writeProgram(join(cacheRoot, name, "bin", "widget")));
  const first = linkBinaries({ widget: a ?? "" }, cacheRoot);
  expect(linkBinaries({ widget: a ?? "" }, cacheRoot)).toBe(first);
  expect(linkBinaries({ widget: b ?? "" }, cacheRoot)).not.toBe(first);
});
