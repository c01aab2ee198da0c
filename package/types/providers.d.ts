/** Providers of the package's dynamic resources, by kind. Loaded by the text that Pulumi stores with each. */
declare const providers: Readonly<Record<string, object>>;
export = providers;
