import { parseDuration } from "../../components/core/duration";

/** A weight and when it began, seconds after the beginning of the recording. */
export interface StageOption {
  readonly weight: number;
  readonly afterSeconds: number;
}

/** Reads `1@0s,5@5m`; undefined unless weights are 1 to 100 and times ascend. */
export function readStages(text: string): readonly [StageOption, ...StageOption[]] | undefined {
  const stages = text.split(",").map((one): StageOption => {
    const parts = /^(\d{1,3})%?@(\w+)$/.exec(one.trim());
    const after = parts?.[2] ?? "";
    return {
      weight: Number(parts?.[1]),
      afterSeconds: /^0s?$/.test(after) ? 0 : (parseDuration(after) ?? Number.NaN),
    };
  });
  const holds = stages.every(
    ({ weight, afterSeconds }, i) =>
      weight >= 1 && weight <= 100 && afterSeconds > (stages[i - 1]?.afterSeconds ?? -1),
  );
  const [first, ...rest] = stages;
  return holds && first !== undefined ? [first, ...rest] : undefined;
}
