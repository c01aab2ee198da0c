/** `sluice:report.store`: a place of objects by the S3 protocol. */
export interface ReportStore {
  /** Address of the bucket, and a prefix in it: `https://s3.eu-west-1.amazonaws.com/bucket/releases`. */
  readonly url: string;
  readonly region: string;
  /** Profile of AWS' own configuration. @default - keys of the environment, else the usual profile */
  readonly profile?: string | undefined;
}

/** Attempt that an object is about. */
export interface StoredAttempt {
  readonly environment: string;
  readonly app: string;
  readonly attempt: number;
}

/** Address of an object of an attempt; the same attempt writes the same objects. */
export function addressOf(
  { url }: ReportStore,
  { environment, app, attempt }: StoredAttempt,
  file: string,
): string {
  return [url.replace(/\/+$/, ""), environment, app, String(attempt), file].join("/");
}
