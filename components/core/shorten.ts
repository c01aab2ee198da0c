/** Text of at most so many characters, with an ellipsis where something is left out. */
export const shorten = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;
