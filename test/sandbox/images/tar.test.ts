import { execFileSync } from "node:child_process";
import { assert, dictionary, property, stringMatching, uint8Array } from "fast-check";
import { readTar, renderTar } from "../../../sandbox/images/tar";

const name = stringMatching(/^[a-z]{1,8}(\/[a-z]{1,8}){0,3}$/);

test("readTar() gives back every file that renderTar() packed", () => {
  assert(
    property(dictionary(name, uint8Array({ maxLength: 2000 })), (files) => {
      const entries = Object.entries(files).map(([path, data]) => ({ name: path, data: Buffer.from(data) }));
      const read = readTar(renderTar(entries));
      expect([...read]).toEqual(entries.map((entry) => [entry.name, entry.data]));
    }),
  );
});

test("tar itself lists names, modes, owner and the time 0", () => {
  const archive = renderTar([
    { name: "etc/" },
    { name: "etc/passwd", data: Buffer.from("nobody\n") },
    { name: "app", data: Buffer.from("#!"), mode: 0o755 },
  ]);
  const listing = execFileSync("tar", ["-tv", "--numeric-owner", "--full-time", "-f", "-"], {
    input: archive,
    env: { ...process.env, TZ: "UTC" },
  });
  expect(listing.toString().trim().split("\n")).toEqual([
    "drwxr-xr-x 0/0               0 1970-01-01 00:00:00 etc/",
    "-rw-r--r-- 0/0               7 1970-01-01 00:00:00 etc/passwd",
    "-rwxr-xr-x 0/0               2 1970-01-01 00:00:00 app",
  ]);
});

test("a name longer than the format holds is refused", () => {
  expect(() => renderTar([{ name: "a".repeat(101) }])).toThrow(RangeError);
});
