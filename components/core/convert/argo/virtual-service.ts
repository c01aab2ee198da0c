import { given } from "../../given";
import { asObject, asObjects, asText, at } from "../../json";
import type { JsonObject } from "../../revision/revision";
import { exact, lost, near } from "../fate";
import type { Fate } from "../fate";
import { findHosts } from "../hosts";
import { findObject } from "../input";
import type { InputObject } from "../input";
import type { Routed } from "../routed";

const noSubset = "the tracks are told apart by their Services, stable has one version";
const takeOut = "take the subset out of the VirtualService, and its version out of the DestinationRule";

/** VirtualServices that a Rollout writes, by name; the first one carries the weight. */
const listNames = (istio: JsonObject): readonly string[] =>
  [asObject(istio["virtualService"]), ...asObjects(istio["virtualServices"])].flatMap(
    (one) => asText(one["name"]) ?? [],
  );

/** Service of the first destination of a VirtualService, in its own namespace. */
function findService(route: JsonObject | undefined): string | undefined {
  const [first] = asObjects(at(route, "spec", "http")).flatMap((rule) => asObjects(rule["route"]));
  return asText(at(first, "destination", "host"))?.split(".")[0];
}

const unsplit = (at_: string): Fate =>
  lost(at_, "rules for TCP and TLS are not split: they stay as they are", "leave them to stable alone");

/** A VirtualService that is there already: it stays, and Sluice writes the destinations of the app's rules. */
export function keepVirtualService(
  istio: JsonObject,
  place: string,
  stable: string | undefined,
  inputs: readonly InputObject[],
  others: readonly string[],
): Routed {
  const [name, ...further] = listNames(istio);
  const found = findObject(inputs, ["VirtualService"], name ?? "");
  const service = stable ?? findService(found?.object);
  const one = `give the rules of the app one destination with all the weight, ${service ?? "stable's Service"}, while the Rollout is not releasing`;
  const words = "a rule with two destinations, or a live split, is refused at preview";
  const ofRoute: readonly Fate[] = [
    near("spec http * route * destination subset", noSubset, takeOut),
    near("spec http * route", words, one),
    unsplit("spec tcp"),
    unsplit("spec tls"),
    exact("", "stays, value for value: Sluice writes the destinations of the rules that lead to the app"),
  ];
  const stays = lost("", "stays as it is: one VirtualService carries the weight", "leave it to stable alone");
  const rule = findObject(inputs, ["DestinationRule"], asText(at(istio, "destinationRule", "name")) ?? "");
  const ofRule: readonly Fate[] = [
    lost("spec subsets", noSubset, takeOut),
    near("", "stays: the base stack copies it for the canary's Service, where it is for the app's"),
  ];
  return {
    traffic: {
      router: "istio",
      ...(name === undefined ? {} : { from: { object: name } }),
      ...given("service", service),
    },
    hosts: findHosts(found === undefined ? [] : [found]),
    source: "istio",
    routes: new Map([
      ...(found === undefined ? [] : [[found, ofRoute] as const]),
      ...further.flatMap((other) => {
        const input = findObject(inputs, ["VirtualService"], other);
        return input === undefined ? [] : [[input, [stays]] as const];
      }),
      ...(rule === undefined ? [] : [[rule, ofRule] as const]),
    ]),
    fates: [
      exact(`${place} virtualService name`, `sluice:traffic.from.object: ${name ?? "none"}`),
      ...["virtualService", "virtualServices *"].flatMap((which) => [
        near(`${place} ${which} routes`, "every rule of the VirtualService that leads to the app", one),
        unsplit(`${place} ${which} tcpRoutes`),
        unsplit(`${place} ${which} tlsRoutes`),
      ]),
      ...(further.length === 0
        ? []
        : [
            lost(
              `${place} virtualServices`,
              `one VirtualService carries the weight: ${name}`,
              "leave the others to stable alone",
            ),
          ]),
      near(`${place} virtualServices`, `sluice:traffic.from.object: ${name ?? "none"}`),
      lost(`${place} destinationRule`, noSubset, takeOut),
      near(place, `sluice:traffic.router: istio; ${words}`, one),
      ...others.map((other) =>
        lost(other, "one router splits the requests", "leave that one to stable alone"),
      ),
    ],
  };
}
