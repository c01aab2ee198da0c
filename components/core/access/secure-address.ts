const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|::1)$/;

/** Whether a host, with or without brackets, is this machine itself. */
export function isLoopback(hostname: string): boolean {
  return loopback.test(hostname.toLowerCase());
}

/**
 * Whether what is secret may go to an address: everybody on the way reads plain http. What stays on this machine has no
 * way.
 */
export function mayCarrySecrets(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || isLoopback(hostname);
}
