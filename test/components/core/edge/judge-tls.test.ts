import type { ShownCertificate } from "../../../../components/core/edge/certificate";
import { judgeTls } from "../../../../components/core/edge/judge-tls";

const now = Date.parse("2026-11-30T12:00:00Z") / 1000;
const [hour, day] = [3600, 86_400];

const certificate = (changes: Partial<ShownCertificate> = {}): ShownCertificate => ({
  kind: "shown",
  host: "shop.example.org",
  isForHost: true,
  names: ["shop.example.org"],
  issuer: "Our CA",
  fromSeconds: now - day,
  untilSeconds: now + 90 * day,
  version: "TLSv1.3",
  isStapled: false,
  hasResponder: false,
  mustStaple: false,
  ...changes,
});

const problemsOf = (changes: Partial<ShownCertificate>) =>
  judgeTls([certificate(changes)], now).problems.map(({ text }) => text);

const trusted = "the certificate of shop.example.org must come from an authority that is trusted here: got ";
const valid = "the certificate of shop.example.org must be valid now: got ";
const distrust = (code: string) => ({ distrust: code });
const names = ["a.example.org", "b.example.org", "c.example.org", "d.example.org", "e.example.org"];

test.each<[string, Partial<ShownCertificate>, readonly string[]]>([
  ["is valid", {}, []],
  ["is valid for the last second", { untilSeconds: now + 1 }, []],
  [
    "expired now",
    { untilSeconds: now, ...distrust("CERT_HAS_EXPIRED") },
    [`${valid}one that expired on 2026-11-30, 0s ago`],
  ],
  [
    "expired a day ago",
    { untilSeconds: now - day, ...distrust("CERT_HAS_EXPIRED") },
    [`${valid}one that expired on 2026-11-29, 1 day ago`],
  ],
  [
    "begins later",
    { fromSeconds: now + 2 * hour, ...distrust("CERT_NOT_YET_VALID") },
    [`${valid}one that begins on 2026-11-30, in 2h`],
  ],
  [
    "is for another host",
    { isForHost: false, names: names.slice(0, 2), ...distrust("ERR_TLS_CERT_ALTNAME_INVALID") },
    ["the certificate of shop.example.org must be for that host: got a.example.org, b.example.org"],
  ],
  [
    "is for many other hosts",
    { isForHost: false, names: [...names, "f", "g"] },
    [`the certificate of shop.example.org must be for that host: got ${names.join(", ")} and 2 more`],
  ],
  [
    "has no name",
    { isForHost: false, names: [] },
    ["the certificate of shop.example.org must be for that host: got no name at all"],
  ],
  ["signs itself", distrust("DEPTH_ZERO_SELF_SIGNED_CERT"), [`${trusted}a self-signed one`]],
  [
    "is of an unknown authority",
    distrust("SELF_SIGNED_CERT_IN_CHAIN"),
    [`${trusted}one of "Our CA", which is not known`],
  ],
  [
    "comes without its chain",
    distrust("UNABLE_TO_VERIFY_LEAF_SIGNATURE"),
    [`${trusted}one without the certificate of "Our CA", which signed it`],
  ],
  [
    "has an authority that expired",
    distrust("CERT_HAS_EXPIRED"),
    [
      "every certificate in the chain of shop.example.org must be valid now: got CERT_HAS_EXPIRED of an authority",
    ],
  ],
  ["was revoked", distrust("CERT_REVOKED"), [`${trusted}CERT_REVOKED`]],
  [
    "is shown by a server that agrees to an old version",
    { lowVersion: "TLSv1.1" },
    ["the server of shop.example.org must agree to TLS 1.2 and newer only: got TLSv1.1"],
  ],
])("judgeTls() names a certificate that %s", (_, changes, texts) => {
  expect(problemsOf(changes)).toEqual(texts);
});

test("judgeTls() names everything at once, each with its way out", () => {
  const { problems } = judgeTls(
    [
      certificate({
        untilSeconds: now - 30 * day,
        isForHost: false,
        distrust: "DEPTH_ZERO_SELF_SIGNED_CERT",
      }),
      { kind: "silent", host: "www.example.org", problem: "ECONNREFUSED" },
    ],
    now,
  );
  expect(problems).toHaveLength(4);
  expect(problems.at(-1)?.text).toBe("a TLS handshake for www.example.org must succeed: got ECONNREFUSED");
  for (const { fix } of problems) expect(fix).not.toBe("");
});

test.each([
  [90 * day, "valid until 2027-02-28, TLSv1.3"],
  [14 * day, "valid until 2026-12-14, TLSv1.3"],
  [14 * day - 1, "EXPIRES SOON, in 13 days: valid until 2026-12-14, TLSv1.3"],
  [2 * day, "EXPIRES SOON, in 2 days: valid until 2026-12-02, TLSv1.3"],
  [hour, "EXPIRES SOON, in 1h: valid until 2026-11-30, TLSv1.3"],
])("judgeTls() tells that a certificate ends in %d seconds", (seconds, text) => {
  const finding = judgeTls([certificate({ untilSeconds: now + seconds })], now);
  expect(finding).toEqual({
    problems: [],
    found: `certificate of shop.example.org: ${text}`,
    isSilent: false,
    stapled: [],
    unstapled: [],
  });
});

test("judgeTls() tells of a stapled status, and of a server that shows nothing", () => {
  expect(judgeTls([certificate({ isStapled: true })], now).found).toMatch(/, TLSv1\.3, status stapled$/);
  const silent = { kind: "silent", host: "shop.example.org", problem: "ECONNREFUSED" } as const;
  expect(judgeTls([silent], now)).toMatchObject({ isSilent: true, found: "" });
  expect(judgeTls([silent, certificate()], now).isSilent).toBe(false);
});

test("judgeTls() demands the lowest version that is configured", () => {
  const [problem] = judgeTls([certificate({ lowVersion: "TLSv1.2" })], now, "1.3").problems;
  expect(problem?.text).toMatch(/must agree to TLS 1\.3 and newer only: got TLSv1\.2$/);
});

test.each<[string, Partial<ShownCertificate>, readonly string[], object]>([
  [
    "is stapled",
    { isStapled: true, hasResponder: true },
    [],
    { stapled: ["shop.example.org"], unstapled: [] },
  ],
  ["is not stapled", { hasResponder: true }, [], { stapled: [], unstapled: ["shop.example.org"] }],
  ["is told by nobody", {}, [], { stapled: [], unstapled: [] }],
  [
    "is demanded and not stapled",
    { mustStaple: true },
    [
      "the server of shop.example.org must send a status along (OCSP stapling), as the certificate demands: got none",
    ],
    { stapled: [], unstapled: [] },
  ],
  ["is demanded and stapled", { mustStaple: true, isStapled: true }, [], { stapled: ["shop.example.org"] }],
])("a status that %s", (_name, changes, problems, rest) => {
  expect(problemsOf(changes)).toEqual(problems);
  expect(judgeTls([certificate(changes)], now)).toMatchObject(rest);
});
