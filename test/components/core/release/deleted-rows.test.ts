import { given, expectRows, gone, promoting, ready, soaking } from "./situations";
import { A, B } from "./world";

expectRows([
  // stable, canary or route deleted by hand
  ...(["stable", "canary", "route"] as const).flatMap((object) => [
    {
      name: `${object} deleted by hand`,
      facts: given({ [object]: undefined }),
      expected: { kind: "refuse" } as const,
      says: `${object} must exist: got deleted\n  → \`pulumi up --refresh\``,
    },
    {
      name: `${object} deleted by hand during a release`,
      facts: { ...soaking, [object]: undefined },
      expected: { kind: "refuse" } as const,
      says: "`pulumi up --refresh`",
    },
    {
      name: `${object} created again between releases`,
      facts: given({ [object]: undefined, refreshedAway: [object] }),
      expected: { kind: "none", stable: { image: A }, canary: { image: A } } as const,
    },
    {
      name: `${object} created again during a release`,
      facts: { ...soaking, [object]: undefined, refreshedAway: [object] },
      expected: { kind: "continue", stable: { image: A }, canary: { image: B } } as const,
    },
  ]),
  ...(["stable", "canary", "route"] as const).map((object) => ({
    name: `${object} created again before a promotion: as it was`,
    facts: { ...ready, [object]: undefined, refreshedAway: [object] },
    expected: { kind: "continue", stable: { image: A }, canary: { image: B } } as const,
    says: `${object} was created again\n  → run \`up\` once more to promote`,
  })),
  {
    name: "route and canary created again before a promotion",
    facts: { ...ready, route: undefined, canary: undefined, refreshedAway: ["route", "canary"] },
    expected: { kind: "continue" },
    says: "route and canary was created again",
  },
  {
    name: "stable created again during a promotion: with the last promoted digest",
    facts: { ...promoting, stable: undefined, refreshedAway: ["stable"] },
    expected: { kind: "continue", stable: { image: A }, canary: { image: B } },
    says: "stable is created again as it was",
  },
  {
    name: "route created again during a promotion",
    facts: { ...promoting, route: undefined, refreshedAway: ["route"] },
    expected: { kind: "promote", stable: { image: B } },
  },
  {
    name: "everything deleted by hand, the ledger too",
    facts: given({ ...gone, ledger: undefined }),
    expected: { kind: "refuse" },
    says: "stable, canary, route must exist",
  },
  {
    name: "everything deleted by hand and refreshed: a first deploy",
    facts: given({ ...gone, ledger: undefined, refreshedAway: ["stable", "canary", "route"] }),
    expected: { kind: "first", stable: { image: A } },
  },
  {
    name: "ledger and stable deleted: the last promoted digest is unknown",
    facts: given({ ledger: undefined, stable: undefined, refreshedAway: ["stable"] }),
    expected: { kind: "refuse" },
    says: "→ restore ConfigMap sluice-shop from a backup, or destroy this stack and deploy again",
  },
  {
    name: "ledger, stable and canary deleted under a weight",
    facts: {
      ...soaking,
      ledger: undefined,
      stable: undefined,
      canary: undefined,
      refreshedAway: ["stable", "canary"],
    },
    expected: { kind: "refuse" },
    says: "or destroy this stack and deploy again",
  },
  {
    name: "ledger, stable and route deleted: the canary serves nobody",
    facts: given({
      ledger: undefined,
      stable: undefined,
      route: undefined,
      refreshedAway: ["stable", "route"],
    }),
    expected: { kind: "refuse" },
    says: "or destroy this stack and deploy again",
  },
  {
    name: "ledger and stable deleted while the canary serves: nobody is told to destroy what serves",
    facts: {
      ...soaking,
      ledger: undefined,
      stable: undefined,
      refreshedAway: ["stable"],
    },
    expected: { kind: "refuse" },
    says: "→ restore ConfigMap sluice-shop from a backup: the canary serves, so destroy nothing",
  },
]);
