import { checkProvenance } from "../../../../components/core/gate/check-provenance";
import type { OriginFinding } from "../../../../components/core/release/judge-origin";
import { factsOf, released } from "../../../support/gate";

const origin = { environment: "staging", afterSeconds: 3600 };
const rule = `release.image must have been stable in "staging" for 1h: got ${released}, `;

test("checkProvenance() is fine where no environment comes before, or it is not asked", () => {
  expect(checkProvenance(factsOf()).fine).toBe("no environment comes before this one");
  const fact = { ...origin, kind: "not-asked", why: "this is a rollback" } as const;
  expect(checkProvenance(factsOf({ origin: fact }))).toEqual({
    problems: [],
    fine: '"staging" is not asked: this is a rollback',
  });
});

test("checkProvenance() says since when the image has been stable", () => {
  const fact = { ...origin, kind: "held", sinceSeconds: 0 } as const;
  expect(checkProvenance(factsOf({ origin: fact })).fine).toBe(
    'stable in "staging" since 1970-01-01T00:00:00.000Z',
  );
});

test.each<[OriginFinding, string, RegExp]>([
  [
    { kind: "early", sinceSeconds: 0 },
    "stable there since 1970-01-01T00:00:00.000Z",
    /^run this stage again after 1970-01-01T01:00:00.000Z$/,
  ],
  [
    { kind: "replaced", sinceSeconds: 0, untilSeconds: 60 },
    "stable there from 1970-01-01T00:00:00.000Z to 1970-01-01T00:01:00.000Z",
    /another image/,
  ],
  [
    { kind: "taken-back", untilSeconds: 60 },
    "rolled back there at 1970-01-01T00:01:00.000Z",
    /sluice history staging/,
  ],
  [
    { kind: "wrong", atSeconds: 60 },
    "found wrong there at 1970-01-01T00:01:00.000Z",
    /sluice verify staging/,
  ],
  [{ kind: "absent" }, "never promoted there", /sluice rollout staging/],
  [
    { kind: "unreadable", problem: "no answer" },
    "unknown, since the ledger there cannot be read (no answer)",
    /sluice status staging/,
  ],
])("checkProvenance() refuses %j", (finding, got, fix) => {
  const { problems } = checkProvenance(factsOf({ origin: { ...origin, ...finding } }));
  expect(problems).toEqual([{ text: rule + got, fix: expect.stringMatching(fix) as string }]);
});
