import { renderEnvironment } from "../../../cli/dashboard/render-environment";
import { scenes } from "./scenes";

test.each([
  ["running", "progressing"],
  ["held", "held"],
  ["paused", "progressing, paused"],
  ["aborted", "aborted"],
  ["promoted", "promoted"],
] as const)("the page of a release that is %s begins with the word", (name, word) => {
  const { sections, told } = renderEnvironment(scenes[name]);
  expect(sections["now"]).toMatch(new RegExp(`^<p class="outcome \\w+">${word}</p>`));
  expect(told).toContain(`app in prod: ${word}`);
});
