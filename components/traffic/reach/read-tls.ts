import { usualLowestTls } from "../../core/edge/certificate";
import type { TlsFinding } from "../../core/edge/certificate";
import { judgeTls } from "../../core/edge/judge-tls";
import type { RouteSettings } from "../../core/routers/foreign-rules";
import { routerOf } from "../../core/routers/routers";
import { readCertificate } from "../../http/handshake";
import { readAuthority } from "../../http/read-authority";
import { splitAddress } from "../../http/split-address";

const timeoutMs = 5000;

/**
 * Reads and judges the certificates that users of each host get, where probes connect; none of a host with `*`.
 * @param nowSeconds - seconds since the epoch
 * @returns undefined where users do not come by https, or not through a router
 */
export async function readTls(settings: RouteSettings, nowSeconds: number): Promise<TlsFinding | undefined> {
  const { traffic } = settings;
  if (traffic.scheme !== "https" || routerOf(settings).byPods === true) return undefined;
  const { host, hosts = [host] } = traffic;
  const lowest = traffic.tls?.lowest ?? usualLowestTls;
  const asked = hosts.filter((one) => !one.startsWith("*"));
  let ca: string | undefined;
  try {
    ({ ca } = readAuthority(traffic, `look at the certificate of "${host}"`));
  } catch (error) {
    const { message: problem } = error as Error;
    return judgeTls([{ kind: "silent", host, problem }], nowSeconds, lowest);
  }
  const facts = asked.map(async (one) => {
    const [hostname, port] = splitAddress({ ...traffic, host: one });
    return await readCertificate({ hostname, port, host: one, ca, lowest, timeoutMs });
  });
  return judgeTls(await Promise.all(facts), nowSeconds, lowest);
}
