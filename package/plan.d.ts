/** Files that go into `dist/`. */
export declare const plan: {
  /** Folders whose files are compiled or copied. */
  readonly folders: readonly string[];
  /** Compiled with the rest because something names their types, and then taken away. */
  readonly leftOut: readonly string[];
  /** The package's own types. */
  readonly types: readonly string[];
  /** Whether a file goes along as it is. */
  isCopied(file: string): boolean;
  /**
   * Files that are made.
   * @param root - folder of the project
   * @returns their texts, by their path in `dist/`
   */
  made(root: string): Readonly<Record<string, string>>;
};
