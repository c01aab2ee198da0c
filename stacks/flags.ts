/** A flag as its schema gives it, as far as its parts have to fit each other. */
export interface CheckedFlag {
  readonly variants: Readonly<Record<string, boolean | string | number>>;
  readonly on: string;
  readonly off: string;
  readonly allow: readonly string[];
  readonly steps: readonly { readonly percent: number; readonly from?: string | undefined }[];
}

/** A rule that a flag breaks; `rule` reads on after "must". */
export interface FlagProblem {
  readonly path: readonly (string | number)[];
  readonly rule: string;
  readonly input: unknown;
}

function findVariantProblems({ variants, on, off }: CheckedFlag): FlagProblem[] {
  const names = Object.keys(variants);
  const problems: FlagProblem[] = [];
  if (names.length !== 2)
    problems.push({
      path: ["variants"],
      rule: "be two: the verdict compares the new one with the one of before",
      input: names.join(", "),
    });
  for (const [key, name] of [
    ["on", on],
    ["off", off],
  ] as const)
    if (!names.includes(name))
      problems.push({ path: [key], rule: `be one of ${names.join(", ")}`, input: name });
  if (on === off) problems.push({ path: ["on"], rule: "be another variant than off", input: on });
  if (new Set(Object.values(variants).map((value) => typeof value)).size > 1)
    problems.push({ path: ["variants"], rule: "have values of one type", input: variants });
  return problems;
}

function findStepProblems({ steps }: CheckedFlag): FlagProblem[] {
  const problems = steps.flatMap(({ percent, from }, at): FlagProblem[] => {
    const before = steps[at - 1];
    const path = ["steps", at] as const;
    return [
      ...(before !== undefined && percent <= before.percent
        ? [
            {
              path: [...path, "percent"],
              rule: `be more than the ${before.percent} before it`,
              input: percent,
            },
          ]
        : []),
      ...(from !== undefined && before?.from !== undefined && Date.parse(from) <= Date.parse(before.from)
        ? [{ path: [...path, "from"], rule: "be later than the step's before it", input: from }]
        : []),
    ];
  });
  const last = steps.length - 1;
  if (steps[last]?.percent !== 100)
    problems.push({
      path: ["steps", last, "percent"],
      rule: "be 100 in the last step",
      input: steps[last]?.percent,
    });
  return problems;
}

/** Rules that the parts of a flag break together. */
export function findFlagProblems(flag: CheckedFlag): readonly FlagProblem[] {
  const twice = flag.allow.filter((key, at) => flag.allow.indexOf(key) !== at);
  return [
    ...findVariantProblems(flag),
    ...findStepProblems(flag),
    ...twice.map((key) => ({ path: ["allow"], rule: "name each targeting key once", input: key })),
  ];
}
