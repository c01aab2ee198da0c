import { RunEnd } from "../../components/core/run-end";

/**
 * Reads an option that takes one of a few words.
 * @param option - for example `--at`
 * @throws {RunEnd} `usage` for another word
 */
export function readChoice<Choice extends string>(
  command: string,
  option: string,
  choices: readonly Choice[],
  text: string,
): Choice {
  const found = choices.find((one) => one === text);
  if (found !== undefined) return found;
  throw new RunEnd("usage", {
    text: `Cannot run "${command}": ${option} must be ${choices.join(", ")}: got "${text}"`,
    fix: `see sluice ${command} --help`,
  });
}
