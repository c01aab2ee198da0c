import type { WayHeaders } from "./check-routes";
import { isLeak } from "./leaks";
import type { HeaderProblem } from "./required/problem";
import { headerTitle, wrong } from "./required/problem";

/**
 * Headers on one way through a route that name the software that answers: those that reach the client as far as is
 * declared, and those that the route must remove and does not.
 * @param remove - names in lower case
 */
export function findRouteLeaks({ way, headers }: WayHeaders, remove: readonly string[]): HeaderProblem[] {
  const sent = headers.filter(({ name }) => isLeak(name));
  const told = sent.map((header) =>
    wrong(header, "not be sent", `remove ${headerTitle(header.name)} on the route`),
  );
  const handled = new Set([
    ...way.changes.filter(({ op }) => op !== "add").map(({ name }) => name),
    ...sent.map(({ name }) => name),
  ]);
  const open = way.redirect ? [] : remove.filter((name) => !handled.has(name));
  return [
    ...told,
    ...open.map((header) => ({
      header,
      rule: "be removed by the route, whatever the application sends",
      fix: `add ${headerTitle(header)} to the headers that the route removes`,
    })),
  ];
}
