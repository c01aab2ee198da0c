import { summarizeProbes, unverified } from "../../core/gate/probes";
import type { ProbeFact } from "../../core/gate/probes";
import type { RouteSettings } from "../../core/routers/foreign-rules";
import type { RouteView } from "../../core/routers/router";
import { routerOf } from "../../core/routers/routers";
import type { Track } from "../../core/track";
import { chooseProxy } from "../../http/choose-proxy";
import { callThroughRouter } from "../../http/call-health";
import type { HealthCall } from "../../http/call-health";
import { addressUrl } from "../../http/split-address";
import { compareAnswers, probesAtOnce, probeTimeoutMs } from "./probe";

const call: HealthCall = { timeoutMs: probeTimeoutMs };

const byPods = "the readiness probes of the pods must tell";

/** Health calls that must reach one track: the rules of the live route send them there, and the router obeys them. */
export async function callTrack(view: RouteView, settings: RouteSettings, track: Track): Promise<ProbeFact> {
  const { traffic } = settings;
  const rule = routerOf(settings).call?.(view, settings, track);
  if (rule === undefined)
    return unverified(`no rule of the route leads grpc.health.v1.Health to the app, so ${byPods}`);
  if (chooseProxy(addressUrl(traffic)) !== undefined)
    return unverified(`health calls go through no proxy, which HTTPS_PROXY asks for, so ${byPods}`);
  const answers = await Promise.all(
    Array.from({ length: probesAtOnce }, async () => await callThroughRouter(traffic, call, { rule, track })),
  );
  const untold = answers.find(({ isUntold }) => isUntold);
  return untold === undefined
    ? summarizeProbes(answers, track)
    : unverified(`health calls are answered by ${untold.problem}, so ${byPods}`);
}

/** The same health call by the app's own rule and by stable's probe rule, twice. Only while all traffic is on stable. */
export async function compareCalls(view: RouteView, settings: RouteSettings): Promise<string | undefined> {
  const rule = routerOf(settings).call?.(view, settings, "stable");
  if (rule === undefined || view.live.weight > 0) return undefined;
  const { traffic } = settings;
  return await compareAnswers(
    "/grpc.health.v1.Health/Check",
    async () => await callThroughRouter(traffic, call),
    async () => await callThroughRouter(traffic, call, { rule, track: "stable" }),
  );
}
