/** Other writers, which put objects back each time that they were written. */
export class Rivals {
  private readonly all = new Map<string, { readonly object: object; left: number }>();

  /**
   * Begins to put an object back.
   * @param path - the object's
   * @param object - as it is put back
   * @param manager - field manager, e.g. `helm`
   * @param times - and no more often
   */
  fight(path: string, object: object, manager: string, times = Infinity): void {
    const { spec } = object as { readonly spec: object };
    const fields = Object.fromEntries(Object.keys(spec).map((field) => [`f:${field}`, {}]));
    const entry = { manager, time: "2026-01-01T00:00:00Z", fieldsV1: { "f:spec": fields } };
    this.all.set(path, { object: { metadata: { managedFields: [entry] }, spec }, left: times });
  }

  /** An object as it is right after it was written. */
  after(path: string, written: object): object {
    const rival = this.all.get(path);
    return rival !== undefined && rival.left-- > 0 ? rival.object : written;
  }
}
