import type { JsonObject } from "../../../revision/revision";
import { containerAnnotation } from "../../app-container";
import { appContainer } from "../../pod-template";
import { asObject, asTexts } from "../../../json";
import { nameLabel } from "./rename-pods";

/** Gives pods the label that the tracks are selected by, and says which container is the app's. */
export function namePods(
  template: JsonObject,
  app: string,
  container: string,
): { readonly template: JsonObject; readonly notes: readonly string[] } {
  const metadata = asObject(template["metadata"]);
  const labels = asTexts(metadata["labels"]);
  const named = container === appContainer ? {} : { [containerAnnotation]: container };
  const annotations = { ...asObject(metadata["annotations"]), ...named };
  return {
    template: {
      ...template,
      metadata: {
        ...metadata,
        labels: { ...labels, [nameLabel]: app },
        ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
      },
    },
    notes:
      labels[nameLabel] === undefined
        ? [`label ${nameLabel} of the pods is ${app}: the tracks are selected by it`]
        : [],
  };
}
