import { tmpdir } from "node:os";
import { ownVersion } from "../../../components/session/own-version";
import manifest from "../../../package.json";

test("ownVersion() is that of the package around the code, and none outside of one", () => {
  expect(ownVersion()).toBe(manifest.version);
  expect(ownVersion(tmpdir())).toBeUndefined();
});
