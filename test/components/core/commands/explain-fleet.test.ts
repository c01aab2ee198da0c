import { explainFleet, listFleet } from "../../../../components/core/commands/explain-fleet";
import type { FleetRow } from "../../../../components/core/commands/explain-fleet";
import type { Status } from "../../../../components/core/commands/status";
import { imageOf } from "../../../support/environment";

const status = (changes: Partial<Status>): Status =>
  ({
    phase: "promoted",
    stableImage: imageOf("a"),
    weight: { ledger: 0, live: 0, observed: null },
    unwatchedSince: null,
    problems: [],
    ...changes,
  }) as unknown as Status;

const rows: readonly FleetRow[] = [
  { service: "shop", environment: "prod", status: status({}) },
  {
    service: "cart",
    environment: "prod",
    status: status({
      phase: "progressing",
      weight: { ledger: 5, live: null, observed: null },
      unwatchedSince: "2026-11-29T07:00:00Z",
    }),
  },
  {
    service: "mail",
    environment: "prod",
    status: status({
      phase: "promoted",
      problems: [{ text: "the route is gone" }, { text: "its Service is gone" }],
    }),
  },
  {
    service: "new",
    environment: "prod",
    status: status({ phase: null, stableImage: null, weight: { ledger: null, live: null, observed: null } }),
  },
  { service: "far", environment: "eu", problem: "its cluster does not answer" },
  { service: "odd", environment: "eu" },
];

test("listFleet() has a line for each environment, and says first what a person should know first", () => {
  expect(listFleet(rows)).toEqual([
    "environment  phase         canary  stable",
    "shop/prod    promoted      0 %     sha256:aaaaaaaaaaaa",
    "cart/prod    progressing   5 %     sha256:aaaaaaaaaaaa  not watched since 2026-11-29T07:00:00Z",
    "mail/prod    promoted      0 %     sha256:aaaaaaaaaaaa  the route is gone (and 1 more)",
    "new/prod     not deployed",
    "far/eu       not known                                  its cluster does not answer",
    "odd/eu       not known",
  ]);
});

test("listFleet() names the wave of an environment of a fleet", () => {
  const row = { service: "global", environment: "eu", wave: 2, problem: "its cluster does not answer" };
  expect(listFleet([row])[1]).toBe("wave 2: eu   not known                  its cluster does not answer");
});

test("explainFleet() counts the phases", () => {
  expect(explainFleet(rows)).toBe("6 environments: 2 promoted, 1 progressing, 1 not deployed, 2 not known");
});
