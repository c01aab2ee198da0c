import { output } from "@pulumi/pulumi";
import type { Output } from "@pulumi/pulumi";
import type { SourceError } from "../../../infra/render/source";
import { map, RenderedProject } from "./project";

let project: RenderedProject;

beforeEach(async () => {
  project = await RenderedProject.make();
});

afterEach(async () => {
  await project.remove();
});

const problemsOf = async (objects?: readonly object[]): Promise<unknown> =>
  await project.render({ program: true }, undefined, objects).then(
    () => [],
    (error: unknown) => (error as SourceError).problems.map(({ text }) => text),
  );

test("objects of the project's own program are the set; what is undefined is left out", async () => {
  await expect(
    project.render({ program: true }, undefined, [{ ...map, spec: undefined, data: { x: "1" } }]),
  ).resolves.toEqual([map]);
  expect(project.calls).toEqual([]);
});

test("values that are not plain are refused by their paths, all of them", async () => {
  const made: Output<string> = output("a");
  const spec = { a: [1, made], b: { c: Promise.resolve(1) }, d: () => 1, e: new Date(0), f: null, g: 1n };
  await expect(problemsOf([map, { ...map, spec }])).resolves.toEqual([
    "objects[1].spec.a[1] must be a plain value: got an Output",
    "objects[1].spec.b.c must be a plain value: got a Promise",
    "objects[1].spec.d must be a plain value: got a function",
    "objects[1].spec.e must be a plain value: got a Date",
    "objects[1].spec.g must be a plain value: got a bigint",
  ]);
});

test("a program without objects, and objects beside another source, are refused", async () => {
  await expect(problemsOf()).resolves.toEqual([
    "sluice:app.from.program must be given its objects by the program: got none",
  ]);
  await expect(project.render({ kustomize: "k" }, undefined, [map])).rejects.toThrow(
    "sluice:app.from must be { program: true } for the objects of declare: got another source",
  );
});
