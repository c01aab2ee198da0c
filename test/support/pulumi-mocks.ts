import * as pulumi from "@pulumi/pulumi";
import type { MockResourceArgs } from "@pulumi/pulumi/runtime";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";

// Left out of the package's types: sees dependents that are declared late, which awaiting an output does not.
const { waitForRPCs } = pulumi.runtime as unknown as { waitForRPCs(): Promise<void> };

/** A resource as the program registered it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly ignoreChanges: readonly string[];
  readonly deleteBeforeReplace: boolean;
  /** `type name` of what must be there before, in order of name. */
  readonly dependsOn: readonly string[];
  /** `type name` of what each input was made from. */
  readonly madeFrom: Readonly<Record<string, readonly string[]>>;
  /** `type name` of the parent; empty for the stack itself. */
  readonly parent: string;
}

const short = (urn: string): string => {
  const [type = "", name = ""] = urn.split("::").slice(2);
  return type === "pulumi:pulumi:Stack" || urn === "" ? "" : `${type.split("$").at(-1)} ${name}`;
};

/**
 * Runs a program against Pulumi's own mock engine.
 * @param outputs - outputs that the provider of a resource adds to its inputs
 * @param preview - whether it is only previewed
 * @returns its resources, components included, and its outputs
 */
export async function runWithMocks(
  stack: string,
  program: () => pulumi.Inputs,
  outputs: (resource: MockResourceArgs) => Record<string, unknown> = () => ({}),
  preview = false,
): Promise<{ registered: readonly Registered[]; outputs: pulumi.Inputs }> {
  const registered: Registered[] = [];
  const { stackTraceLimit } = Error;
  // Pulumi writes a stack trace for every promise, and jest maps up to a hundred frames of each to its source.
  Error.stackTraceLimit = 1;
  const original = MockMonitor.prototype.registerResource;
  MockMonitor.prototype.registerResource = async function record(request: RegisterResourceRequest, callback) {
    const object = request.getObject()?.toJavaScript() ?? {};
    registered.push({
      type: request.getType(),
      name: request.getName(),
      inputs: pulumi.runtime.deserializeProperties(
        request.getObject() as NonNullable<ReturnType<typeof request.getObject>>,
      ) as Registered["inputs"],
      ignoreChanges: request.getIgnorechangesList(),
      deleteBeforeReplace: request.getDeletebeforereplace(),
      dependsOn: request.getDependenciesList().map(short).toSorted(),
      madeFrom: Object.fromEntries(
        Object.keys(object).map((key) => [
          key,
          (request.getPropertydependenciesMap().get(key)?.getUrnsList() ?? []).map(short),
        ]),
      ),
      parent: short(request.getParent()),
    });
    await original.call(this, request, callback);
  };
  try {
    await pulumi.runtime.setMocks(
      {
        newResource: (args) => ({
          id: `${args.name}-id`,
          state: { ...(args.inputs as object), ...outputs(args) },
        }),
        call: () => ({}),
      },
      "sluice",
      stack,
      preview,
    );
    const declared = program();
    await waitForRPCs();
    return { registered, outputs: declared };
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    MockMonitor.prototype.registerResource = original;
  }
}

/** The one resource of that name whose type ends so. */
export function findRegistered(all: readonly Registered[], type: string, name: string): Registered {
  const found = all.filter((each) => each.type.endsWith(`:${type}`) && each.name === name);
  if (found.length !== 1) throw new Error(`${found.length} resources are ${type} ${name}`);
  return found[0] as Registered;
}

/** `type name` of every resource, in order. */
export function listRegistered(all: readonly Registered[]): readonly string[] {
  return all.map(({ type, name }) => `${type} ${name}`).toSorted();
}
