import { formatDuration } from "../duration";
import { showDay } from "../show-time";
import { usualLowestTls } from "./certificate";
import type { LowestTls, ShownCertificate, TlsFact, TlsFinding } from "./certificate";

type TlsProblem = TlsFinding["problems"][number];

const daySeconds = 86_400;

/** A certificate that ends within this time is told of, seconds. */
const soonSeconds = 14 * daySeconds;

/** Whole days where it is one at least, e.g. `9 days`. */
function showTime(seconds: number): string {
  const days = Math.floor(seconds / daySeconds);
  return days === 0 ? formatDuration(seconds) : `${days} day${days === 1 ? "" : "s"}`;
}

const mostNames = 5;

const listNames = (names: readonly string[]): string =>
  names.length === 0
    ? "no name at all"
    : `${names.slice(0, mostNames).join(", ")}${names.length > mostNames ? ` and ${names.length - mostNames} more` : ""}`;

const selfSigned = "DEPTH_ZERO_SELF_SIGNED_CERT";
const incomplete = /^UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)/;

/** Problem of the chain; what the certificate itself says is judged from itself. */
function judgeChain({ host, distrust, issuer }: ShownCertificate, isOutdated: boolean): TlsProblem[] {
  if (distrust === undefined || distrust === "ERR_TLS_CERT_ALTNAME_INVALID") return [];
  const rule = `the certificate of ${host} must come from an authority that is trusted here`;
  if (distrust === selfSigned)
    return [
      {
        text: `${rule}: got a self-signed one`,
        fix: "let the listener show one of an authority; users' browsers refuse this one",
      },
    ];
  if (distrust === "SELF_SIGNED_CERT_IN_CHAIN")
    return [
      {
        text: `${rule}: got one of "${issuer}", which is not known`,
        fix: "where users trust it, name its PEM in sluice:traffic.ca",
      },
    ];
  if (incomplete.test(distrust))
    return [
      {
        text: `${rule}: got one without the certificate of "${issuer}", which signed it`,
        fix: "let the server send its chain as well; a private authority is named in sluice:traffic.ca",
      },
    ];
  if (distrust !== "CERT_HAS_EXPIRED" && distrust !== "CERT_NOT_YET_VALID")
    return [{ text: `${rule}: got ${distrust}`, fix: "let the listener show a valid one" }];
  return isOutdated
    ? []
    : [
        {
          text: `every certificate in the chain of ${host} must be valid now: got ${distrust} of an authority`,
          fix: "let the server send the chain of today's authorities",
        },
      ];
}

function judgeTime({ host, fromSeconds, untilSeconds }: ShownCertificate, now: number): TlsProblem[] {
  const rule = `the certificate of ${host} must be valid now`;
  if (now >= untilSeconds)
    return [
      {
        text: `${rule}: got one that expired on ${showDay(untilSeconds)}, ${showTime(now - untilSeconds)} ago`,
        fix: "renew it",
      },
    ];
  return now >= fromSeconds
    ? []
    : [
        {
          text: `${rule}: got one that begins on ${showDay(fromSeconds)}, in ${showTime(fromSeconds - now)}`,
          fix: "look at the clock of this machine, or let the listener show one that is valid already",
        },
      ];
}

function judgeOne(fact: TlsFact, now: number, lowest: LowestTls): TlsProblem[] {
  const { host } = fact;
  if (fact.kind === "silent")
    return [
      {
        text: `a TLS handshake for ${host} must succeed: got ${fact.problem}`,
        fix: "look at the listener and at sluice:traffic.address; where users come by http set sluice:traffic.scheme",
      },
    ];
  const outdated = judgeTime(fact, now);
  return [
    ...outdated,
    ...(fact.isForHost
      ? []
      : [
          {
            text: `the certificate of ${host} must be for that host: got ${listNames(fact.names)}`,
            fix: "let it have the host's name; the listener may have shown its default one",
          },
        ]),
    ...judgeChain(fact, outdated.length > 0),
    ...(fact.mustStaple && !fact.isStapled
      ? [
          {
            text: `the server of ${host} must send a status along (OCSP stapling), as the certificate demands: got none`,
            fix: "switch stapling on, or get a certificate without that demand: browsers refuse this one",
          },
        ]
      : []),
    ...(fact.lowVersion === undefined
      ? []
      : [
          {
            text: `the server of ${host} must agree to TLS ${lowest} and newer only: got ${fact.lowVersion}`,
            fix: "set the lowest version of the router: see docs/how-to/tls.md",
          },
        ]),
  ];
}

function describe({ host, untilSeconds, version, isStapled }: ShownCertificate, now: number): string {
  const left = untilSeconds - now;
  const until = `valid until ${showDay(untilSeconds)}`;
  const time = left < soonSeconds ? `EXPIRES SOON, in ${showTime(left)}: ${until}` : until;
  return `certificate of ${host}: ${time}, ${version}${isStapled ? ", status stapled" : ""}`;
}

/**
 * Judges the certificates of an environment's hosts, for gate and preflight alike. One that ends within 14 days is no
 * problem yet, and told.
 * @param nowSeconds - seconds since the epoch
 */
export function judgeTls(
  facts: readonly TlsFact[],
  nowSeconds: number,
  lowest: LowestTls = usualLowestTls,
): TlsFinding {
  const shown = facts.filter((fact) => fact.kind === "shown");
  return {
    problems: facts.flatMap((fact) => judgeOne(fact, nowSeconds, lowest)),
    found: shown.map((fact) => describe(fact, nowSeconds)).join("; "),
    isSilent: shown.length === 0,
    stapled: shown.filter(({ isStapled }) => isStapled).map(({ host }) => host),
    unstapled: shown.filter((fact) => fact.hasResponder && !fact.isStapled).map(({ host }) => host),
  };
}
