import type { TrafficSettings } from "../core/settings";

/** Place where our own requests connect. */
export function splitAddress(traffic: TrafficSettings): [host: string, port: number] {
  const [host = "", port] = (traffic.address ?? traffic.host).split(":");
  return [host, port === undefined ? (traffic.scheme === "https" ? 443 : 80) : Number(port)];
}
