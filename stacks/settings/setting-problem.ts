/** Rule over several settings that a configuration breaks. */
export interface SettingProblem {
  /** Place of the setting below `sluice:`. */
  readonly path: (string | number)[];
  /** Rule that it breaks: completes "must …". */
  readonly message: string;
  /** Value that it has. */
  readonly input: unknown;
}
