/** Answer of a registry about one image; `unknown`: the registry did not answer, and the text gives the reason. */
export type ImageAnswer =
  | { readonly kind: "there" | "absent" }
  | { readonly kind: "unknown"; readonly text: string };

/** One image that a run needs, with what its registry answered. */
export interface AskedImage {
  /** Owner, e.g. `the release's`. */
  readonly whose: string;
  readonly image: string;
  readonly answer: ImageAnswer;
}

/** Findings about the images of the pods to be created. */
export interface ImageFindings {
  /** Images that are gone, each with a sentence. */
  readonly gone: readonly { readonly image: string; readonly text: string }[];
  /** Remarks on images whose state is not known, for people. */
  readonly notes: readonly string[];
}

/**
 * Judges whether images can still be pulled. A registry that answers "none" to whoever may not look says nothing: gone
 * is only what is absent where another of these images is there.
 */
export function judgeImages(asked: readonly AskedImage[]): ImageFindings {
  const isSeen = asked.some(({ answer }) => answer.kind === "there");
  const absent = asked.filter(({ answer }) => answer.kind === "absent");
  const describe = ({ whose, image }: AskedImage): string => `${whose} image ${image}`;
  const unknown = asked.flatMap((one) =>
    one.answer.kind === "unknown" ? [`${describe(one)} could not be asked for: ${one.answer.text}`] : [],
  );
  return isSeen
    ? {
        gone: absent.map((one) => ({
          image: one.image,
          text: `${describe(one)} is no longer in its registry: no new pod can start from it`,
        })),
        notes: unknown,
      }
    : {
        gone: [],
        notes: [
          ...absent.map((one) => `${describe(one)} was not found, nor any other: it may be hidden`),
          ...unknown,
        ],
      };
}
