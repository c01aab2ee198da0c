/** Texts of a guide's blocks by name, each made when it is asked for. */
export type Blocks = Readonly<Record<string, () => string>>;

const block = /<!-- made: ([^>]+?) -->\n[\s\S]*?<!-- end -->/g;

/** Names of the blocks that a guide has. */
export function listBlocks(text: string): string[] {
  return [...text.matchAll(block)].map(([, name = ""]) => name);
}

/**
 * Replaces the blocks of a guide with generated text; the text between blocks is written by people and stays.
 * @throws {RangeError} for a block that nothing is made of
 */
export function fillBlocks(text: string, blocks: Blocks): string {
  return text.replaceAll(block, (_whole, name: string) => {
    const render = blocks[name];
    if (render === undefined) {
      throw new RangeError(
        `Cannot fill block "${name}": it must be one of ${Object.keys(blocks).join(", ")}: got none`,
      );
    }
    return `<!-- made: ${name} -->\n\n${render()}\n\n<!-- end -->`;
  });
}
