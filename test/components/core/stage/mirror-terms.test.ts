import { isMirrorTerms } from "../../../../components/core/stage/mirror-terms";

test.each([
  [{ percent: 20, repeatable: ["GET", "HEAD"] }, true],
  [{ percent: 20, repeatable: [] }, false],
  [{ percent: 20, repeatable: ["BREW"] }, false],
  [{ percent: 20, repeatable: "GET" }, false],
  [{ percent: "20", repeatable: ["GET"] }, false],
  [null, false],
  ["GET", false],
])("%j is a mirror: %s", (value, expected) => {
  expect(isMirrorTerms(value)).toBe(expected);
});
