const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|::1)$/;

/** Whether a host, with or without brackets, is this machine itself. */
export function isLoopback(hostname: string): boolean {
  return loopback.test(hostname.toLowerCase());
}

/** Whether secrets may be sent to an address: plain http can be read on the way. A loopback address has no such way. */
export function mayCarrySecrets(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || isLoopback(hostname);
}
