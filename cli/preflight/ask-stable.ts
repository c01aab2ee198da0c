import { askCheck } from "../../components/checks/ask-check";
import { checkSets } from "../../components/core/checks/sets";
import type { Question } from "../../components/core/checks/spec";
import type { PreflightFacts } from "../../components/core/preflight/facts";
import type { readRoute } from "../../components/traffic/look/read-route";
import type { Environment } from "../environment";

/** Longest time of each request, milliseconds. */
const timeoutMs = 5000;

/** A max-age of a year or more. */
const aYear = String.raw`max-age=(315(3[6-9]|[4-9]\d)\d{3}|31[6-9]\d{5}|3[2-9]\d{6}|[4-9]\d{7}|\d{9,})`;

const [wholeDomain, listed] = ["includesubdomains", "preload"];

/** The parts of a header that the preload list takes, one after the other, in any order. */
const forPreloading = [
  [aYear, wholeDomain, listed],
  [aYear, listed, wholeDomain],
  [wholeDomain, aYear, listed],
  [wholeDomain, listed, aYear],
  [listed, aYear, wholeDomain],
  [listed, wholeDomain, aYear],
]
  .map((order) => String.raw`^\s*${order.join(String.raw`\s*;\s*`)}\s*;?\s*$`)
  .join("|");

/** Answers of stable to ready sets, and whether a page of it has a nonce. */
export async function askStable(
  { cluster, settings }: Environment,
  route: Awaited<ReturnType<typeof readRoute>>,
  nowSeconds: number,
): Promise<PreflightFacts["answers"]> {
  const { app, namespace, traffic } = settings;
  const place = { app, namespace, probePath: traffic.probePath, scheme: traffic.scheme };
  const context = { cluster, settings, route, about: {}, nowSeconds };
  const ask = async (name: string, question: Question) =>
    await askCheck(context, {
      spec: { name, uses: [], timeoutMs, question },
      track: "stable",
      expected: "passes",
    });
  const page = (headers: Readonly<Record<string, string>>): Question => ({
    kind: "requests",
    requests: [
      {
        url: "/",
        method: "GET",
        headers: { accept: "text/html" },
        expect: { status: [200, 401, 403], headers },
      },
    ],
  });
  const [headers, errors, csp, html, preload, preloadable] = await Promise.all([
    ask("headers", checkSets.headers.ask({}, place)),
    ask("errors", checkSets.errors.ask({})),
    ask("csp", page({ "content-security-policy": "'nonce-[^']{16,}'" })),
    ask("html", page({ "content-type": "^text/html" })),
    ask("preload", page({ "strict-transport-security": `(^|;)\\s*preload\\s*(;|$)` })),
    ask("preloadable", page({ "strict-transport-security": forPreloading })),
  ]);
  return { headers, errors, csp, html, preload, preloadable };
}
