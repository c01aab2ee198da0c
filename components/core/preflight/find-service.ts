import { explainProbes, isReached } from "../gate/probes";
import type { CheckOutcome } from "../checks/spec";
import { formatDuration } from "../duration";
import { percent } from "../verdict/explain/percent";
import type { LinkFact, PreflightFacts } from "./facts";
import { go, noGo, unknown } from "./item";
import type { Look } from "./item";

/** Whether stable is there with all its pods. */
export function findStable({ stable }: PreflightFacts): Look {
  if (stable === undefined) return noGo("stable must be there: got no Deployment", "make the first deploy");
  const { readyReplicas, replicas, trouble } = stable;
  const counted = `${readyReplicas} of ${replicas} pods of stable are ready`;
  const isWell = readyReplicas >= replicas && replicas > 0 && trouble === undefined;
  return isWell
    ? go(counted)
    : noGo(
        `all pods of stable must be ready: got ${counted}${trouble === undefined ? "" : `; ${trouble}`}`,
        "bring stable back first",
      );
}

/** Whether requests reach stable by the router. */
export function findPath({ probe }: PreflightFacts): Look {
  if (probe.unverified !== undefined) return unknown(probe.unverified);
  return isReached(probe)
    ? go(`${probe.good} of ${probe.sent} requests through the router reached stable`)
    : noGo(
        `requests through the router must reach stable: got ${explainProbes(probe)}`,
        "look at the route and at stable's pods",
      );
}

/** Whether the counters of stable can be read, and have requests. */
export function findCounters({ counted }: PreflightFacts): Look {
  if ("problem" in counted)
    return noGo(
      `requests of stable must be countable: got ${counted.problem}`,
      "repair what it names: without counts no stage passes",
    );
  const { requests, seconds } = counted;
  return requests > 0
    ? go(`${Math.round(requests)} requests of stable in ${formatDuration(seconds)}`)
    : noGo(
        `requests of stable must be counted: got none in ${formatDuration(seconds)}`,
        "look at sluice:analysis.source and at the traffic: without counts no stage passes",
      );
}

/** Whether stable is inside its objective. */
export function findBaseline({ counted, objective }: PreflightFacts): Look {
  if ("problem" in counted || counted.requests === 0) return unknown("stable's requests are not counted");
  const { requests, errors } = counted;
  const found = `${percent(errors / requests)} of stable's requests failed`;
  return errors / requests <= objective
    ? go(`${found}, at most ${percent(objective)} may`)
    : noGo(
        `at most ${percent(objective)} of stable's requests must fail: got ${percent(errors / requests)}`,
        "look at stable first; a hotfix of it has release.profile hotfix",
      );
}

/** Whether the ConfigMaps and Secrets of the pods are there. */
export function findReferences({ references }: PreflightFacts): Look {
  const names = (some: PreflightFacts["references"]): string =>
    some.map(({ kind, name }) => `${kind} ${name}`).join(", ");
  const absent = references.filter(({ isThere }) => isThere === false);
  if (absent.length > 0)
    return noGo(`${names(absent)} must be there: got none`, "create what is missing in the app's namespace");
  const unread = references.filter(({ isThere }) => isThere === undefined);
  if (unread.length > 0) return unknown(`${names(unread)} could not be read`);
  return references.length === 0
    ? { kind: "none", text: "the pods need none" }
    : go(`${names(references)} is there`);
}

function fromAnswer({ result, text }: CheckOutcome, fix: string): Look {
  if (result === "unknown") return unknown(`nobody can tell: ${text}`);
  return result === "passes" ? go(text) : noGo(`the answer must be as expected: got ${text}`, fix);
}

/** Whether users come by https with a certificate that is valid for the host. */
export function findTls({ settings, tls }: PreflightFacts): Look {
  if (tls === undefined)
    return noGo(
      `sluice:traffic.scheme must be https, by a router: got ${settings.traffic.scheme}`,
      "give the listener a certificate, or say in sluice:preflight.notApplicable where TLS ends",
    );
  const { problems, found, isSilent } = tls;
  const text = problems.map((one) => one.text).join("; ");
  if (isSilent) return unknown(`nobody can tell: ${text}`);
  const fixes = [...new Set(problems.map(({ fix }) => fix))].join("; ");
  return problems.length === 0 ? go(found) : noGo(text, fixes);
}

/** Whether a status of the certificates is sent along, where somebody could tell it. */
export function findStapling({ tls }: PreflightFacts): Look {
  if (tls === undefined || tls.isSilent) return unknown("no certificate was seen");
  const { stapled, unstapled } = tls;
  if (unstapled.length > 0)
    return noGo(
      `a status of the certificate must be stapled: got none from ${unstapled.join(", ")}`,
      "switch OCSP stapling on at the listener",
    );
  return stapled.length > 0
    ? go(`a status is stapled: ${stapled.join(", ")}`)
    : {
        kind: "none",
        text: "the certificates name nobody who tells their status: there is nothing to staple",
      };
}

/** Whether a host that asks for the browsers' preload list sends what the list takes. */
export function findPreload({ answers: { preload, preloadable }, tls }: PreflightFacts): Look {
  if (preload.result === "unknown") return unknown(`nobody can tell: ${preload.text}`);
  if (preload.result !== "passes")
    return { kind: "none", text: "Strict-Transport-Security does not ask for the preload list" };
  const fix = "go back to the step before in sluice:edge.headers.hsts until all of it holds";
  if (preloadable.result !== "passes")
    return noGo(
      `a preloaded host must send max-age of a year, includeSubDomains and preload: got ${preloadable.text}`,
      fix,
    );
  return (tls?.problems.length ?? 0) === 0
    ? go(preloadable.text)
    : noGo("a preloaded host must have a valid certificate: got a problem of item tls", fix);
}

/** Whether answers carry the headers that the set `headers` demands, by https HSTS among them. */
export function findHeaders({ answers }: PreflightFacts): Look {
  return fromAnswer(
    answers.headers,
    "add the headers in the app or at the edge: sluice headers URL names them",
  );
}

/** Whether error answers show nothing of the program's inside. */
export function findErrorPages({ answers }: PreflightFacts): Look {
  return fromAnswer(answers.errors, "answer errors without traces");
}

/** Whether the page's content security policy has a nonce. */
export function findCsp({ answers: { csp, html } }: PreflightFacts): Look {
  if (csp.result === "passes") return go(`a nonce in content-security-policy: ${csp.text}`);
  if (html.result === "passes")
    return noGo(
      `pages must have a content-security-policy with a nonce: got ${csp.text}`,
      "send it with each page: sluice headers URL scores it",
    );
  return unknown(`no page was seen: ${html.text}`);
}

const listLinks = (links: readonly LinkFact[]): string =>
  links.map(({ url, problem }) => `${url}${problem === undefined ? "" : ` (${problem})`}`).join(", ");

/** Whether the dashboards answer. */
export function findDashboards({ dashboards }: PreflightFacts): Look {
  if (dashboards.length === 0) return unknown("sluice:contacts.dashboards names none");
  const bad = dashboards.filter(({ problem }) => problem !== undefined);
  return bad.length === 0
    ? go(`${listLinks(dashboards)} answers`)
    : noGo(
        `dashboards must answer: got ${listLinks(bad)}`,
        "repair the address in sluice:contacts.dashboards",
      );
}

/** Whether the runbook answers. */
export function findRunbook({ runbook, settings }: PreflightFacts): Look {
  if (runbook === undefined)
    return unknown(`sluice:contacts.runbook names none; sluice runbook ${settings.environment} writes one`);
  return runbook.problem === undefined
    ? go(`${runbook.url} answers`)
    : noGo(
        `the runbook must answer: got ${listLinks([runbook])}`,
        "repair the address in sluice:contacts.runbook",
      );
}
