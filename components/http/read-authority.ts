import { readNamed } from "./read-named";

/**
 * Reads the authority that the settings name for the public host.
 * @param action - action that fails without it: completes "Cannot …"
 * @returns an option of TLS: certificates in PEM, or nothing where the usual authorities are meant
 * @throws {Error} when there is no such file or variable
 */
export function readAuthority(
  { ca: name }: { readonly ca?: string | undefined },
  action: string,
): { readonly ca?: string } {
  if (name === undefined) return {};
  const named = { action, key: "traffic.ca", content: "certificates in PEM", name };
  return { ca: readNamed(named, process.env) };
}
