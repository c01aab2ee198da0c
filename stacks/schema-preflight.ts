import { z } from "zod";
import { findItem } from "../components/core/preflight/items";
import { mapping, text, told } from "./field";

/** A text by item of the preflight. */
const byItem = (meaning: string) =>
  told(
    meaning,
    z
      .record(z.string(), text("be a text"), { error: "be a mapping of items to texts" })
      .check((context) => {
        for (const id of Object.keys(context.value).filter((one) => findItem(one) === undefined))
          context.issues.push({
            code: "custom",
            path: [id],
            message: "be an item of docs/reference/preflight.md",
            input: id,
          });
      })
      .optional(),
    "none",
  );

/** `sluice:preflight`: what the preflight of this service is about. */
export const preflightSchema = mapping("preflight", {
  notApplicable: byItem("items that are not about this service, each with the reason"),
  owners: byItem("who answers for an item, where it is not who the list names"),
});
