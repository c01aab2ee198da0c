import * as http from "node:http";
import * as https from "node:https";
import { findOpenRule } from "../../core/gate/compare-rules";
import { summarizeProbes, unprobed } from "../../core/gate/probes";
import type { ProbeAnswer, ProbeFact } from "../../core/gate/probes";
import type { RouteSettings } from "../../core/routers/foreign-rules";
import type { ProbeRule, RouteView } from "../../core/routers/router";
import { routerOf } from "../../core/routers/routers";
import { objectNames } from "../../core/settings";
import type { TrafficSettings } from "../../core/settings";
import type { Track } from "../../core/track";
import { openAgent } from "../../http/agent";
import { chooseProxy } from "../../http/choose-proxy";
import { readAuthority } from "../../http/read-authority";
import { addressUrl, explainSilence, splitAddress } from "../../http/split-address";

/** Longest time of a probe, milliseconds. */
export const probeTimeoutMs = 3000;

/** A plain GET through the data path with the public host name; `rule` picks a track, else the weights decide. */
export async function requestThroughRouter(
  traffic: TrafficSettings,
  options: { rule?: ProbeRule; timeoutMs: number; path?: string },
): Promise<ProbeAnswer> {
  const [hostname, port] = splitAddress(traffic);
  const transport = traffic.scheme === "https" ? https : http;
  let agent: http.Agent;
  try {
    agent = openProbeAgent(traffic);
  } catch (error) {
    return { ok: false, problem: (error as Error).message };
  }
  return await new Promise<ProbeAnswer>((resolve) => {
    const request = transport.request(
      {
        hostname,
        port,
        path: options.path ?? traffic.probePath,
        method: "GET",
        servername: traffic.host,
        headers: {
          host: traffic.host,
          "user-agent": "sluice-probe",
          ...options.rule?.send,
        },
        signal: AbortSignal.timeout(options.timeoutMs),
        agent,
      } as https.RequestOptions,
      (response) => {
        response.resume();
        const status = response.statusCode ?? 0;
        const track = options.rule && response.headers[options.rule.proof.name];
        response.on("end", () =>
          resolve({
            ok: status > 0 && status < 500,
            status,
            ...(typeof track === "string" ? { track } : {}),
            ...readLocation(response.headers.location, traffic),
            ...(status < 500 ? {} : { problem: `HTTP ${status}` }),
          }),
        );
        response.on("error", (error) => resolve({ ok: false, problem: error.message }));
      },
    );
    // One that could not even be sent says nothing of who should have answered.
    let isSent = false;
    request.on("finish", () => (isSent = true));
    request.on("error", (error) => {
      const { isLate, problem } = explainSilence(error, traffic, options.timeoutMs);
      resolve({ ok: false, problem, ...(isLate && isSent ? { isLate } : {}) });
    });
    request.end();
  });
}

/** Host that an answer leads to; the path may have a number of its own each time. */
function readLocation(
  location: string | undefined,
  { scheme, host }: TrafficSettings,
): { location?: string } {
  if (location === undefined) return {};
  const url = URL.parse(location, `${scheme}://${host}/`);
  return url === null ? {} : { location: url.host };
}

/** Asks the same twice by the app's own rule and by a probe rule, and finds where they differ. */
export async function compareAnswers(
  path: string,
  askOwn: () => Promise<ProbeAnswer>,
  askProbe: () => Promise<ProbeAnswer>,
): Promise<string | undefined> {
  const rounds = [1, 2].map(async () => {
    const [own, probe] = await Promise.all([askOwn(), askProbe()]);
    return { path, own, probe };
  });
  return findOpenRule(await Promise.all(rounds));
}

/** The same request by the app's own rule and by stable's probe rule, twice. Only while all traffic is on stable. */
export async function compareRules(view: RouteView, settings: RouteSettings): Promise<string | undefined> {
  const rule = routerOf(settings).probe(view, settings, "stable");
  if (rule === undefined || view.live.weight > 0) return undefined;
  const { traffic } = settings;
  return await compareAnswers(
    traffic.probePath,
    async () => await requestThroughRouter(traffic, { timeoutMs: probeTimeoutMs }),
    async () => await requestThroughRouter(traffic, { timeoutMs: probeTimeoutMs, rule }),
  );
}

/** Requests of one look, each on a connection of its own: judged together, none decides alone. */
export const probesAtOnce = 6;
/**
 * Time between the starts of two probes, milliseconds: each picks a pod, and a fault of a moment does not fail them
 * all.
 */
const probeEveryMs = 50;

/** Requests that must reach one track: the probe rule is in the live route and the router obeys it. */
export async function probeTrack(view: RouteView, settings: RouteSettings, track: Track): Promise<ProbeFact> {
  const router = routerOf(settings);
  const rule = router.probe(view, settings, track);
  if (rule === undefined && router.can.probe) {
    return unprobed(`the route has no probe rule for ${objectNames(settings.app).track(track)}`);
  }
  const answers = Array.from({ length: probesAtOnce }, async (_, nth) => {
    await new Promise((resolve) => setTimeout(resolve, nth * probeEveryMs));
    return await probeOnce(settings, track, rule);
  });
  return summarizeProbes(await Promise.all(answers), track);
}

async function probeOnce(
  { traffic }: RouteSettings,
  track: Track,
  rule: ProbeRule | undefined,
): Promise<ProbeAnswer> {
  const result = await requestThroughRouter(traffic, { ...(rule && { rule }), timeoutMs: probeTimeoutMs });
  if (!result.ok || rule === undefined || result.track === track) return result;
  return {
    ...result,
    ok: false,
    problem: `the router answered HTTP ${result.status} without "${rule.proof.name}: ${track}": it does not follow the route's probe rule (yet)`,
  };
}

/** Each probe has a connection of its own, by the proxy of the environment where there is one. */
function openProbeAgent(traffic: TrafficSettings): http.Agent {
  const url = addressUrl(traffic);
  const tls = readAuthority(traffic, `probe "${traffic.host}"`);
  return openAgent(url, { tls, proxy: chooseProxy(url), keepAlive: false });
}
