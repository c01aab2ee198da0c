import type { Problem } from "../problem";
import { nameOf } from "../workload/from/identity";
import { ofKind } from "./input";
import type { ConvertOptions, InputObject } from "./input";

/** Longest name of an app, characters. */
const mostCharacters = 40;

/** The object to convert, with the app's name, or why there is none. */
export function chooseOne(
  inputs: readonly InputObject[],
  kind: string,
  { name, app }: Pick<ConvertOptions, "name" | "app">,
): { readonly input: InputObject; readonly app: string } | { readonly problem: Problem } {
  const all = ofKind(inputs, kind);
  const names = all.map(({ object }) => nameOf(object));
  const fitting = name === undefined ? all : all.filter(({ object }) => nameOf(object) === name);
  const [input, further] = fitting;
  if (input === undefined) {
    const got = names.length === 0 ? "none" : `none named ${name}, but ${names.join(", ")}`;
    return {
      problem: {
        text: `the input must have ${/^[AEIOU]/.test(kind) ? "an" : "a"} ${kind}: got ${got}`,
        fix: names.length === 0 ? "name the file that has it, or its folder" : "name one of them with --name",
      },
    };
  }
  if (further !== undefined) {
    return {
      problem: {
        text: `the input must have one ${kind}: got ${fitting.length} (${fitting.map(({ object, file }) => `${nameOf(object)} in ${file}`).join(", ")})`,
        fix: "name one of them with --name",
      },
    };
  }
  const called = app ?? nameOf(input.object);
  const isName = /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(called) && called.length <= mostCharacters;
  return isName
    ? { input, app: called }
    : {
        problem: {
          text: `the app's name must begin with a letter and have lower-case letters, digits and "-", at most ${mostCharacters}: got ${called}`,
          fix: "give another one with --app",
        },
      };
}
