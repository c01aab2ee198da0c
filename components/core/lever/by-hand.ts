import { kubectlPatch } from "../access/kubectl";
import type { RouteSettings } from "../routers/foreign-rules";
import type { RouteView, WeightChange } from "../routers/router";
import { routerOf } from "../routers/routers";
import type { Settings } from "../settings";
import { trackLabels } from "../settings";

type Place = Pick<Settings, "app" | "namespace" | "cluster">;

/** The one write of weight 0. */
export type ZeroByHand = Required<Pick<WeightChange, "epoch" | "zero">>;

/**
 * Command by which a person does what an abort does first: weight 0 on this router's object, by one guarded write. The
 * next run finds it by the reason that it leaves on the object, and ends the attempt.
 */
export function zeroByHand(
  view: RouteView,
  settings: RouteSettings & Place,
  { epoch, zero }: ZeroByHand,
): string {
  const router = routerOf(settings);
  const object = router.path(settings).split("/").slice(-2).join(" ");
  const body = router.renderWeight(view, settings, { weight: 0, epoch, zero, guard: "names" });
  return kubectlPatch(settings, object, "json", body);
}

/** Commands that put stable's pods behind Services: the second lever of an abort, by hand. */
export function leverByHand(place: Place, services: readonly string[]): readonly string[] {
  const selected = { spec: { selector: trackLabels(place.app, "stable") } };
  return services.map((service) => kubectlPatch(place, `service ${service}`, "merge", selected));
}
