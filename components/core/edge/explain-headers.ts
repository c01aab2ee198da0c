import type { ResponseHeaders } from "./headers";

const count = ({ set, remove }: ResponseHeaders): string =>
  `sets ${Object.keys(set).length} headers of answers and takes ${remove.length} out`;

/**
 * A sentence that says who sets the headers of `edge.headers`.
 * @param places - headers that the route sets, and headers that the firewall in the pods sets
 * @returns undefined where neither sets any
 */
export function explainHeaders(
  {
    route,
    pods,
  }: { readonly route: ResponseHeaders | undefined; readonly pods: ResponseHeaders | undefined },
  router: string,
): string | undefined {
  if (route !== undefined)
    return `edge.headers: the route of router "${router}" ${count(route)}, for both tracks at once with the next up`;
  return pods === undefined
    ? undefined
    : `edge.headers: the firewall in the pods ${count(pods)}; a change of them is a release in stages`;
}
