/** Content of a page of the dashboard at one moment. */
export interface Snapshot {
  readonly title: string;
  /** Sentence that is read aloud when it changes: phase and stages, no numbers that move all the time. */
  readonly told: string;
  /** HTML by id of the section; an empty one is not shown. */
  readonly sections: Readonly<Record<string, string>>;
}

/** A page of the dashboard. */
export interface Page {
  /** Time between two looks while somebody has the page open, milliseconds. */
  readonly everyMs: number;
  /**
   * Opens what the looks need, when the first person opens the page.
   * @param signal - ends a look
   * @returns one look
   */
  open(signal: AbortSignal): Promise<() => Promise<Snapshot>>;
}
