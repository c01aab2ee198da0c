import { z } from "zod";
import { duration, list, mapping, pinnedImage, text, told } from "../fields/field";
import { commandLine } from "./app";

const args = () =>
  told("its arguments", list(text("be a text", /^/), "be a list of texts", 1).optional(), "none");

const further = () => ({
  args: args(),
  image: told(
    "image with digest that it runs, with the environment of the app's container",
    pinnedImage().optional(),
    "the release's",
  ),
  deadline: told("longest time for it", duration("24h").prefault("30m")),
});

/** A Job that takes the database back, where a person starts it. */
const wayBack = (name: string, does: string) =>
  mapping(`migration.${name}`, {
    command: told(`entry point that ${does}`, commandLine()),
    ...further(),
  }).optional();

/** `migration.undo` */
export const undoSchema = wayBack(
  "undo",
  "takes back what the migration made; it runs by a person's `sluice restore ENV --undo` only, and `undo` itself may be left out",
);

/** `migration.restore` */
export const restoreSchema = wayBack(
  "restore",
  "brings back the backup that `SLUICE_BACKUP` names; it runs by a person's `sluice restore ENV` only, and `restore` itself may be left out",
);

const backup = mapping("migration.backup", {
  command: told(
    "entry point that saves the database under the name in `SLUICE_BACKUP`, before the migration begins",
    commandLine().optional(),
    "none: nothing is saved",
  ),
  ...further(),
  verify: mapping("migration.backup.verify", {
    command: told(
      "entry point that ends well only where the backup that `SLUICE_BACKUP` names is good; `verify` itself may be left out",
      commandLine(),
    ),
    args: args(),
  }).optional(),
  name: told(
    "instead of `command`: what somebody else saves, by name or place; recorded on the Job. `backup: TEXT` is short for it",
    text("be a text that names a backup").optional(),
    "none",
  ),
}).check((context) => {
  const { command, name, args: given, image, verify } = context.value;
  const wrong = (path: string[], message: string, input: unknown): void =>
    void context.issues.push({ code: "custom", path, message, input });
  if (command === undefined && name === undefined)
    wrong(["command"], "be a list of texts with at least one, or backup.name be set", undefined);
  if (name === undefined) return;
  for (const [key, value] of Object.entries({ command, args: given, image, verify }))
    if (value !== undefined) wrong([key], "be left out beside backup.name", value);
});

/** `migration.backup` */
export const backupSchema = z
  .preprocess((value) => (typeof value === "string" ? { name: value } : value), backup)
  .optional();
