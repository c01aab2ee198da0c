import { BlockList, isIP } from "node:net";
import { isLoopback } from "../core/access/secure-address";

type Variables = Readonly<Record<string, string | undefined>>;

const portOf = ({ port, protocol }: URL): string => port || (protocol === "https:" ? "443" : "80");
const bare = (host: string): string => host.replace(/^\[|\]$/g, "");
const familyOf = (address: string): "ipv4" | "ipv6" => (isIP(address) === 4 ? "ipv4" : "ipv6");

/** Whether a range such as `10.0.0.0/8` contains an address; a text that is no range contains none. */
function rangeHolds(range: string, host: string): boolean {
  const [network = "", prefix = ""] = range.split("/");
  const bits = isIP(network) === 4 ? 32 : 128;
  if (isIP(host) === 0 || !/^\d{1,3}$/.test(prefix) || Number(prefix) > bits) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(prefix), familyOf(network));
  return list.check(host, familyOf(host));
}

function splitPort(entry: string): readonly [host: string, port: string] {
  const found = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(entry);
  return found === null ? [bare(entry), ""] : [bare(found[1] ?? ""), found[2] ?? ""];
}

function addressHolds(address: string, host: string): boolean {
  if (isIP(host) === 0) return false;
  const list = new BlockList();
  list.addAddress(address, familyOf(address));
  return list.check(host, familyOf(host));
}

/** Whether an entry of NO_PROXY is about a host. */
function covers(entry: string, host: string, port: string): boolean {
  if (entry === "*") return true;
  if (entry.includes("/") && isIP(entry.split("/")[0] ?? "") !== 0) return rangeHolds(entry, host);
  const [named, onlyPort] = splitPort(entry);
  if (named === "" || (onlyPort !== "" && onlyPort !== port)) return false;
  if (isIP(named) !== 0) return addressHolds(named, host);
  const domain = named.replace(/^\*(?=\.)/, "");
  return domain.startsWith(".") ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

const known: readonly string[] = ["http:", "https:", "socks5:", "socks5h:"];

/**
 * Reads the address of a proxy; without scheme it is http's, as in Go.
 * @param where - variable or key with the address, for messages
 * @throws {Error} that shows no credentials of the address
 */
export function parseProxy(text: string, where: string): URL {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  if (url !== undefined && known.includes(url.protocol) && url.hostname !== "") return url;
  const got = url === undefined ? "no address" : url.protocol.replace(/:$/, "");
  throw new Error(
    `Cannot use the proxy of ${where}: it must be an address with http, https, socks5 or socks5h: got ${got}`,
  );
}

/**
 * Chooses the proxy of an address by `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, as Go's programs such as kubectl and
 * Pulumi do: names cover their subdomains, ranges are in CIDR, this machine itself is never behind a proxy.
 * @returns undefined where the address is reached directly
 * @throws {Error} when the variable holds no address of a proxy
 * @see https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config
 */
export function chooseProxy(target: URL, variables: Variables = process.env): URL | undefined {
  const name = target.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const [text, where] = variables[name]
    ? [variables[name], name]
    : [variables[name.toLowerCase()], name.toLowerCase()];
  const host = bare(target.hostname).toLowerCase();
  if (!text || isLoopback(host)) return undefined;
  const exceptions = (variables["NO_PROXY"] || variables["no_proxy"]) ?? "";
  const entries = exceptions.split(",").map((entry) => entry.trim().toLowerCase());
  if (entries.some((entry) => entry !== "" && covers(entry, host, portOf(target)))) return undefined;
  return parseProxy(text, where);
}
