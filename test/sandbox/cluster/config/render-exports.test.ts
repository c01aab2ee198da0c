import { execFileSync } from "node:child_process";
import { renderExports } from "../../../../sandbox/cluster/config/render-exports";

test.each(["plain", "two words", "it's", '$HOME `id` "q" \\', "line\nbreak", ""])(
  "a shell reads %p back as it was",
  (value) => {
    const script = `${renderExports({ VALUE: value })}printf %s "$VALUE"`;
    expect(execFileSync("sh", ["-c", script], { encoding: "utf8" })).toBe(value);
  },
);
