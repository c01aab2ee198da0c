import { matchWeight } from "../../../../components/core/stage/exposure";
import { done } from "../app";
import type { App } from "../app";

/** The match stage: users with the cookie get the release, and nobody else does. */
export async function releaseToMatch(app: App): Promise<void> {
  const [inside, outside] = [
    app.watchAnswers({ cookie: "a=1; beta=on" }),
    app.watchAnswers({ cookie: "beta=off; gamma=on" }),
  ];
  const begun = Date.now() / 1000;
  const stage = done(await app.up("release-canary-beta"));
  expect(stage.text).toContain("traffic 0 % → a match");
  expect(stage.text).toMatch(/canary 0 errors in \d+ requests.* of a match, .* compared with nothing/);
  expect(await app.ledger()).toMatchObject({ phase: "progressing", weight: matchWeight });
  expect(await app.weight()).toBe(0);
  expect(done(await app.sluice("status", "release", "-C", app.folder)).text).toContain("a match live");
  // Base leaves it as it is.
  expect(done(await app.up()).text).not.toContain("rules written");
  const asked = Date.now() / 1000;
  await app.until("users with the cookie get the release", async () => inside.count("v2", asked) > 50);
  expect(inside.count("v1", asked)).toBe(0);
  expect(outside.count("v1", begun)).toBeGreaterThan(200);
  expect(outside.count("v2", begun)).toBe(0);
  inside.stop();
  outside.stop();
}
