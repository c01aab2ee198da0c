/** PATH on which Go is looked for: its official archive unpacks to a folder that is often not on root's. */
export function goPath({ PATH = "" }: Readonly<Record<string, string | undefined>>): string {
  return `${PATH}:/usr/local/go/bin`;
}
