import { putImage } from "../../support/oci/attach";
import { startOciRegistry, type OciRegistry, type Pointer } from "../../support/oci/registry";

/** The repository of every image of these tests. */
export const repository = "acme/shop";

/** A registry of the file's own, and an image that no test before has touched. */
export interface ImageScene {
  registry: OciRegistry;
  image: Pointer;
  /** Content of the image: the same gives the same digest in another repository. */
  content: string;
}

/**
 * Sets the scene up before the tests of a file.
 * @param tag - of each image
 */
export function useImage(tag?: string): ImageScene {
  const scene = {} as ImageScene;
  let count = 0;
  beforeAll(async () => {
    scene.registry = await startOciRegistry();
  });
  afterAll(() => scene.registry.close());
  beforeEach(() => {
    scene.content = `image ${(count += 1)}`;
    scene.image = putImage(scene.registry, repository, scene.content, tag);
  });
  return scene;
}
