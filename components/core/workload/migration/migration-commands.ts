import { toCanonicalText } from "../../revision/canonical";
import { hashText } from "../../revision/name-revision";
import type { Json } from "../../revision/revision";
import { asObjects, at } from "../../json";
import type { HookJob } from "../from/rendered-app";
import type { MigrationSpec } from "../workload";

/** Commands of a migration, without variables, images, mounts and limits. */
export interface MigrationCommands {
  /** As people know it, e.g. `sluice:migration.command` or `hooks schema, backfill`. */
  readonly name: string;
  /** Ten hex digits; equal where the commands are. */
  readonly key: string;
}

/**
 * Commands of a migration: its own, or those of the hooks that are it.
 * @returns undefined where nothing migrates
 */
export function migrationCommands(
  migration: Pick<MigrationSpec, "command" | "args"> | undefined,
  hooks: readonly HookJob[] = [],
): MigrationCommands | undefined {
  if (migration === undefined) return undefined;
  const { command, args = [] } = migration;
  const [name, all]: [string, Json] =
    command === undefined
      ? [`hooks ${hooks.map((hook) => hook.name).join(", ")}`, hooks.map(commandsOf)]
      : ["sluice:migration.command", [command, args] as unknown as Json];
  return { name, key: hashText(toCanonicalText(all)).slice(0, 10) };
}

function commandsOf({ name, template }: HookJob): Json {
  const containers = ["initContainers", "containers"].flatMap((list) =>
    asObjects(at(template, "spec", list)),
  );
  return [name, containers.map((one) => [one["command"] ?? [], one["args"] ?? []])];
}
