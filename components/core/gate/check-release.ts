import { sameImage } from "../workload/image";
import type { GateFacts } from "./facts";
import { fine, problem } from "./finding";
import type { Finding } from "./finding";

/** Check `release`: this checkout's image is the one that the ledger's attempt brings. */
export function checkRelease({ image, ledger }: GateFacts): Finding {
  const released = ledger?.attempt?.image;
  if (released === undefined) {
    return problem(
      `release.image must be the image of a release under way: got ${image}, and no release is under way`,
      "run the base stack's up first, which starts the release",
      "turn",
    );
  }
  return sameImage(image, released)
    ? fine(`release.image is the ledger's release ${released}`)
    : problem(
        `release.image must be the ledger's release ${released}: got ${image}`,
        "check out the commit that is being released, or run the base stack's up to release this image instead",
        "turn",
      );
}
