import type { SettingProblem } from "./setting-problem";

/** A flag as its schema gives it, as far as its parts have to fit each other. */
export interface CheckedFlag {
  readonly variants: Readonly<Record<string, boolean | string | number>>;
  readonly on: string;
  readonly off: string;
  readonly allow: readonly string[];
  readonly steps: readonly { readonly percent: number; readonly from?: string | undefined }[];
}

function findVariantProblems({ variants, on, off }: CheckedFlag): SettingProblem[] {
  const names = Object.keys(variants);
  const problems: SettingProblem[] = [];
  if (names.length !== 2)
    problems.push({
      path: ["variants"],
      message: "be two: the verdict compares the new one with the one of before",
      input: names.join(", "),
    });
  for (const [key, name] of [
    ["on", on],
    ["off", off],
  ] as const)
    if (!names.includes(name))
      problems.push({ path: [key], message: `be one of ${names.join(", ")}`, input: name });
  if (on === off) problems.push({ path: ["on"], message: "be another variant than off", input: on });
  if (new Set(Object.values(variants).map((value) => typeof value)).size > 1)
    problems.push({ path: ["variants"], message: "have values of one type", input: variants });
  return problems;
}

function findStepProblems({ steps }: CheckedFlag): SettingProblem[] {
  const problems = steps.flatMap(({ percent, from }, at): SettingProblem[] => {
    const before = steps[at - 1];
    const path = ["steps", at];
    return [
      ...(before !== undefined && percent <= before.percent
        ? [
            {
              path: [...path, "percent"],
              message: `be more than the ${before.percent} before it`,
              input: percent,
            },
          ]
        : []),
      ...(from !== undefined && before?.from !== undefined && Date.parse(from) <= Date.parse(before.from)
        ? [{ path: [...path, "from"], message: "be later than the step's before it", input: from }]
        : []),
    ];
  });
  const last = steps.length - 1;
  if (steps[last]?.percent !== 100)
    problems.push({
      path: ["steps", last, "percent"],
      message: "be 100 in the last step",
      input: steps[last]?.percent,
    });
  return problems;
}

/** Rules that the parts of a flag break together. */
export function findFlagProblems(flag: CheckedFlag): readonly SettingProblem[] {
  const twice = flag.allow.filter((key, at) => flag.allow.indexOf(key) !== at);
  return [
    ...findVariantProblems(flag),
    ...findStepProblems(flag),
    ...twice.map((key) => ({ path: ["allow"], message: "name each targeting key once", input: key })),
  ];
}
