import { stringify } from "yaml";
import type { Conversion } from "../../components/core/convert/conversion";
import { stackFile } from "../../stacks/files/environment";
import { renderEnvironment } from "./render-environment";
import type { OutputFile } from "./write-output";

/** Files of an environment: its own, and one for each object of its set. */
export function renderFiles(
  { settings, files, gaps }: Conversion,
  environment: string,
): readonly OutputFile[] {
  return [
    { path: stackFile(environment), text: renderEnvironment(environment, settings, gaps) },
    ...files.map((file) => ({ path: file.path, text: stringify(file.object, { lineWidth: 0 }) })),
  ];
}
