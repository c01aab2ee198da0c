import { parseAllDocuments } from "yaml";
import { renderParts } from "../../../cli/gitops/render-parts";

test("renderParts() writes a document per piece, its place and notes above it as comments", () => {
  const text = renderParts([
    { where: "in the Application", notes: ["A reason."], content: { spec: { a: ["b"] } } },
    { where: "nowhere", notes: ["A note alone."] },
  ]);
  expect(text).toBe(
    "# In the Application:\n# A reason.\nspec:\n  a:\n    - b\n---\n# Nowhere:\n# A note alone.\n",
  );
  expect(parseAllDocuments(text)).toHaveLength(2);
});
