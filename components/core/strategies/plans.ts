import type { PlannedWeight } from "../verdict/index";

/** A way of releasing that is built: a list of stages. */
export interface Plan {
  readonly name: string;
  /** Cases that it is meant for, in a few words. */
  readonly about: string;
  readonly stages: readonly PlannedWeight[];
  /** Time at weight 0 in which checks stand in for evidence, seconds. @default 0 */
  readonly checksForSeconds?: number;
}

const minutes = (weight: number, soak: number): PlannedWeight => ({ weight, soakSeconds: soak * 60 });

/** Plans that are compared besides the configured one, from the most careful one on. */
export const plans: readonly Plan[] = [
  {
    name: "fine",
    about: "small steps for a risky change",
    stages: [
      minutes(1, 10),
      minutes(2, 10),
      minutes(5, 10),
      minutes(10, 10),
      minutes(20, 15),
      minutes(50, 15),
      minutes(100, 30),
    ],
  },
  {
    name: "usual",
    about: "the default of sluice:stages",
    stages: [minutes(1, 5), minutes(5, 10), minutes(20, 15), minutes(50, 15), minutes(100, 30)],
  },
  {
    name: "quick",
    about: "few steps for a small change",
    stages: [minutes(10, 5), minutes(50, 5), minutes(100, 10)],
  },
];

/** All in one move after checks; compared where the configuration allows it. */
export const blueGreen: Plan = {
  name: "blue-green",
  about: "one move after checks at weight 0",
  stages: [minutes(100, 30)],
  checksForSeconds: 300,
};
