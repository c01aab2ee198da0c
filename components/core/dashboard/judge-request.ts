/** Request to the dashboard, as far as it is judged before it is answered. Header fields that are missing are undefined. */
export interface AskedRequest {
  readonly method: string | undefined;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`. */
  readonly fetchSite: string | undefined;
}

/** Refusal of a request: status of HTTP, and a sentence without anything that the request said. */
export interface RequestRefusal {
  readonly status: 403 | 405;
  readonly text: string;
}

/** Whether an address can be reached from this machine alone: an IP address of the loopback network. */
export function isLoopback(address: string): boolean {
  return address === "::1" || /^127(?:\.\d{1,3}){3}$/.test(address);
}

/**
 * Values of `Host` under which the dashboard answers: those that a person types. Any other name that resolves to its
 * address is a page of somebody else (DNS rebinding).
 * @param address - IP address that it listens on
 */
export function allowedHosts(address: string, port: number): readonly string[] {
  const own = address.includes(":") ? `[${address}]` : address;
  const names = isLoopback(address) ? [own, "localhost"] : [own];
  return names.flatMap((name) => [...(port === 80 ? [name] : []), `${name}:${port}`]);
}

/**
 * Judges where a request comes from: only the dashboard's own page may ask, and only for what it reads.
 * @param hosts - see {@link allowedHosts}
 * @returns undefined where it may be answered
 */
export function judgeRequest(
  { method, host, origin, fetchSite }: AskedRequest,
  hosts: readonly string[],
): RequestRefusal | undefined {
  if (host === undefined || !hosts.includes(host))
    return { status: 403, text: `Host must be ${hosts.join(" or ")}` };
  // A page writes its origin into each request that is more than a navigation or an image, and cannot change it.
  if (origin !== undefined && origin !== `http://${host}`)
    return { status: 403, text: "Origin must be the dashboard's own" };
  if (fetchSite !== undefined && fetchSite !== "same-origin" && fetchSite !== "none")
    return { status: 403, text: "the request must come from the dashboard's own page" };
  if (method === "POST" && origin === undefined) return { status: 403, text: "a POST must name its Origin" };
  return method === "GET" || method === "HEAD" || method === "POST"
    ? undefined
    : { status: 405, text: "the method must be GET or POST: the dashboard only reads" };
}
