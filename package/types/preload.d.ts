declare const nothing: Readonly<Record<string, never>>;
export = nothing;
