/** Labels with a status of HTTP and of nothing else. */
export const httpNames = [
  "http_response_status_code",
  "http_status_code",
  "http_response_code",
  "http_response_status",
  "response_status_code",
  "response_code",
  "http_code",
  "http_status",
  "envoy_response_code",
];

/** Labels with a class of HTTP's statuses, by number or as Micrometer words it. */
export const classNames = [
  "response_code_class",
  "envoy_response_code_class",
  "http_response_status_class",
  "http_status_class",
  "http_code_class",
  "status_code_class",
  "status_class",
  "code_class",
  "status_group",
  "status_category",
  "outcome",
];

/** Labels with a status of HTTP or of gRPC. */
export const eitherNames = ["code", "status_code", "status", "response_status"];

/** Labels with a status of gRPC. */
export const grpcNames = [
  "grpc_response_status",
  "rpc_grpc_status_code",
  "rpc_response_status_code",
  "grpc_status_code",
  "grpc_status",
  "grpc_code",
  "rpc_connect_rpc_error_code",
];

/** Labels that say by which protocol a request came. */
export const protocolNames = [
  "protocol",
  "request_protocol",
  "rpc_system",
  "rpc_system_name",
  "grpc_type",
  "content_type",
  "response_content_type",
];

/** Labels that are true where a request failed. */
export const failureFlags = [
  "error",
  "errors",
  "is_error",
  "has_error",
  "has_errors",
  "http_error",
  "errored",
  "failed",
  "failure",
  "is_failed",
  "is_failure",
];

/** Labels that are false where a request failed. */
export const successFlags = ["success", "is_success", "successful", "succeeded", "ok", "is_ok"];

/** Labels with a word on how a request ended. */
export const resultNames = ["outcome", "result", "classification", "state", "reason"];

/** Labels that name the error by which a request ended, whatever status was sent before. */
export const causeNames = [
  "error",
  "err",
  "error_type",
  "error_code",
  "error_class",
  "error_kind",
  "error_name",
  "exception",
  "exception_type",
  "exception_class",
  "throwable",
  "rpc_error_code",
  "rpc_jsonrpc_error_code",
  "jsonrpc_error_code",
];

/** Flags of Envoy on how the connection of an answer ended. */
export const flagNames = ["response_flags", "response_flag"];

/** Labels that tell of an error in words, beside a status or without one. */
export const errorNames: readonly string[] = [
  ...failureFlags,
  ...successFlags,
  ...resultNames,
  ...causeNames,
  ...flagNames,
];

/** Names of labels that may contain a status. */
export const statusNames: readonly string[] = [...httpNames, ...eitherNames, ...classNames, ...grpcNames];
