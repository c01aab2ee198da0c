import type { TrafficSettings } from "../core/settings";

/** Place where our own requests connect. */
export function splitAddress(traffic: TrafficSettings): [host: string, port: number] {
  const [host = "", port] = (traffic.address ?? traffic.host).split(":");
  return [host, port === undefined ? (traffic.scheme === "https" ? 443 : 80) : Number(port)];
}

/** Address of that place. */
export function addressUrl(traffic: TrafficSettings): URL {
  const [hostname, port] = splitAddress(traffic);
  return new URL(`${traffic.scheme}://${hostname}:${port}`);
}

/** Reason why a request of our own has no answer, and whether it is only late. */
export function explainSilence(
  { name, message }: Error,
  traffic: TrafficSettings,
  timeoutMs: number,
): { readonly isLate: boolean; readonly problem: string } {
  const place = splitAddress(traffic).join(":");
  const isLate = name === "TimeoutError" || name === "AbortError";
  return {
    isLate,
    problem: isLate ? `no answer from ${place} within ${timeoutMs / 1000} s` : `${place}: ${message}`,
  };
}
