import { explainNoWay, isUnreachable, reachFix, summarizeProbes } from "../../components/core/gate/probes";
import { printProblem } from "../../components/core/problem";
import { routerOf } from "../../components/core/routers/routers";
import type { Settings } from "../../components/core/settings";
import { probeTimeoutMs, requestThroughRouter } from "../../components/traffic/reach/probe";

/**
 * Gateway as it answers this machine: the takeover and each gate wait for an answer of the app through it.
 * @returns lines for people; none by a router whose tracks are asked in another way
 */
export async function lookAtGateway(settings: Settings): Promise<readonly string[]> {
  const { byPods, isOfCalls } = routerOf(settings);
  if (byPods === true || isOfCalls === true) return [];
  const { traffic } = settings;
  const answer = await requestThroughRouter(traffic, { timeoutMs: probeTimeoutMs });
  const probes = summarizeProbes([answer], "stable");
  return isUnreachable(probes)
    ? [`gateway: ${printProblem({ text: explainNoWay(probes), fix: reachFix })}`]
    : [`gateway: ${traffic.host} answers this machine with HTTP ${answer.status}`];
}
