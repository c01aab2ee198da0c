import { z } from "zod";

/** One part of an image. */
export interface Component {
  readonly name: string;
  /** SPDX expressions and plain names. */
  readonly licences: readonly string[];
}

const spdxSchema = z.object({
  spdxVersion: z.string(),
  packages: z
    .array(
      z.object({
        name: z.string().default("unnamed"),
        licenseConcluded: z.string().optional(),
        licenseDeclared: z.string().optional(),
      }),
    )
    .default([]),
});

const licenceSchema = z.object({
  expression: z.string().optional(),
  license: z.object({ id: z.string().optional(), name: z.string().optional() }).optional(),
});

interface CycloneComponent {
  readonly name: string;
  readonly licenses: readonly z.output<typeof licenceSchema>[];
  readonly components: readonly CycloneComponent[];
}

const cycloneComponent: z.ZodType<CycloneComponent> = z.lazy(() =>
  z.object({
    name: z.string().default("unnamed"),
    licenses: z.array(licenceSchema).default([]),
    components: z.array(cycloneComponent).default([]),
  }),
);
const cycloneSchema = z.object({
  bomFormat: z.literal("CycloneDX"),
  components: z.array(cycloneComponent).default([]),
});

const isStated = (licence: string | undefined): licence is string =>
  licence !== undefined && !["", "NOASSERTION", "NONE"].includes(licence);

function flatten({ name, licenses, components }: CycloneComponent): readonly Component[] {
  const licences = licenses.flatMap(({ expression, license }) => [expression, license?.id, license?.name]);
  return [{ name, licences: licences.filter(isStated) }, ...components.flatMap(flatten)];
}

/**
 * The parts that a software bill of materials lists.
 * @returns undefined when it is neither SPDX 2 nor CycloneDX in JSON
 */
export function readComponents(predicate: unknown): readonly Component[] | undefined {
  const spdx = spdxSchema.safeParse(predicate);
  if (spdx.success) {
    return spdx.data.packages.map(({ name, licenseConcluded, licenseDeclared }) => ({
      name,
      // A licence concluded by inspection counts before the one that the package declares.
      licences: [isStated(licenseConcluded) ? licenseConcluded : licenseDeclared].filter(isStated),
    }));
  }
  const cyclone = cycloneSchema.safeParse(predicate);
  return cyclone.success ? cyclone.data.components.flatMap(flatten) : undefined;
}
