import { existsSync } from "node:fs";
import { goPath } from "../../sandbox/go-path";
import { readGoVersion } from "../../sandbox/images/cache";

test("goPath() ends with the folder of Go's own archive", () => {
  expect(goPath({ PATH: "/bin" })).toBe("/bin:/usr/local/go/bin");
  expect(goPath({})).toBe(":/usr/local/go/bin");
});

test("a Go of the archive is found where PATH does not have it, or its absence is said", async () => {
  const before = process.env["PATH"];
  process.env["PATH"] = "/nowhere";
  try {
    const found = await readGoVersion().catch((error: unknown) => String(error));
    expect(found).toMatch(existsSync("/usr/local/go/bin/go") ? /^go1\./ : /go must be a Go command/);
  } finally {
    process.env["PATH"] = before;
  }
});
