import { execFileSync } from "node:child_process";
import { leverByHand, zeroByHand } from "../../../../components/core/lever/by-hand";
import { routers } from "../../../../components/core/routers/routers";
import { parseStackName } from "../../../../stacks/name";
import { toSettings } from "../../../../stacks/settings/settings";
import type { PatchOperation } from "../../../../components/core/routers/json-patch";
import { declaredView } from "../../../support/declared-view";
import { configWith } from "../../../support/environment";
import { applyJsonPatch } from "../../../support/json-patch";

const made = toSettings(configWith({}), parseStackName("prod"));

/** The words of a command line as a shell gives them to its program. */
function wordsOf(line: string): readonly string[] {
  const script = line.replace(/^kubectl/, String.raw`printf '%s\0'`);
  return execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
}

test.each(routers.map((router) => [router.name, router] as const))(
  "zeroByHand() of router %s is one command that a shell passes on whole, and puts all traffic on stable",
  (name, router) => {
    const settings = { ...made, traffic: { ...made.traffic, router: name } };
    const view = declaredView(router, settings, 20);
    expect(view.live.weight).toBe(20);
    const zero = { kind: "abort", attempt: 3, reason: `it's "slow" $(rm) \`x\`` } as const;
    const words = wordsOf(zeroByHand(view, settings, { epoch: "3-b", zero }));
    expect(words.slice(0, 5)).toEqual(["--context", "prod-eu", "-n", settings.namespace, "patch"]);
    expect(router.path(settings)).toMatch(new RegExp(`/${words[5]}/${words[6]}$`));
    expect(words.slice(7, 10)).toEqual(["--type", "json", "-p"]);
    const after = router.read(
      applyJsonPatch(view.object, JSON.parse(words[10] ?? "") as readonly PatchOperation[]),
      settings,
      [],
    );
    expect(after).toMatchObject({ view: { live: { weight: 0, epoch: "3-b", zeroReason: zero } } });
  },
);

test("leverByHand() selects stable's pods, a command for each Service", () => {
  const place = { app: "app", namespace: "shop", cluster: { context: "prod-eu", uid: "u" } };
  expect(leverByHand(place, ["app-canary"])).toEqual([
    `kubectl --context prod-eu -n shop patch service app-canary --type merge -p '{"spec":{"selector":{"app.kubernetes.io/name":"app","sluice.dev/track":"stable"}}}'`,
  ]);
  expect(leverByHand(place, [])).toEqual([]);
});
