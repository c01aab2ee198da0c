import { languageOf, readOutcome } from "../../../../../components/core/evidence/labels/status";

type Row = readonly [labels: Record<string, string>, besideHttp: boolean, expected: string | undefined];

const beside = (hasHttp: boolean) => ({ hasHttp, hasGoodCalls: true });

const http: readonly Row[] = [
  [{ code: "200" }, true, "2xx"],
  [{ code: "101" }, true, "2xx"],
  [{ code: "302" }, true, "3xx"],
  [{ code: "404" }, true, "4xx"],
  [{ code: "500" }, true, "5xx"],
  [{ code: "599" }, true, "5xx"],
  [{ code: "500.0" }, true, "5xx"],
  [{ code: "5e2" }, true, "5xx"],
  [{ code: " 503 " }, true, "5xx"],
  [{ code: "5xx" }, true, "5xx"],
  [{ code: "5XX" }, true, "5xx"],
  [{ code: "500 Internal Server Error" }, true, "5xx"],
  [{ code: "HTTP/1.1 502 Bad Gateway" }, true, "5xx"],
  [{ status: "500" }, true, "5xx"],
  [{ status_code: "500" }, true, "5xx"],
  [{ response_code: "500" }, true, "5xx"],
  [{ http_status_code: "500" }, true, "5xx"],
  [{ http_response_status_code: "500" }, true, "5xx"],
  [{ status_class: "5" }, true, "5xx"],
  [{ response_code_class: "5xx" }, true, "5xx"],
  // A label of the app's own that happens to be called so does not hide the one that tells.
  [{ code: "ERR_PAYMENT", status: "500" }, true, "5xx"],
  // Two labels that contradict each other: one of them saw the failure.
  [{ code: "200", status: "500" }, true, "5xx"],
  [{ status: "200", code: "503" }, true, "5xx"],
  [{ response_code: "200", status: "error" }, true, "5xx"],
  [{ code: "200", outcome: "SERVER_ERROR" }, true, "5xx"],
  [{ code: "200", error: "true" }, true, "5xx"],
  [{ code: "200", success: "false" }, true, "5xx"],
  [{ http_response_status_code: "200", error_type: "java.io.IOException" }, true, "5xx"],
  [{ http_response_status_code: "200", error_type: "canceled" }, true, "gave-up"],
  [{ http_response_status_code: "404", error_type: "404" }, true, "4xx"],
  [{ code: "404", error: "true" }, true, "4xx"],
  ...["", "none", "OK", "false"].map((error_type): Row => [{ code: "200", error_type }, true, "2xx"]),
  [{ code: "200", error: "false", success: "true", outcome: "SUCCESS", status: "hit" }, true, "2xx"],
  [{ code: "200", content_type: "application/grpc" }, true, undefined],
  [{ code: "200", content_type: "application/grpc+proto", grpc_code: "14" }, true, "5xx"],
  [{ code: "700" }, true, undefined],
  [{ code: "50" }, true, undefined],
  [{ code: "550.5" }, true, undefined],
  [{ code: "failed" }, true, undefined],
  [{ code: "HTTP/2 500" }, true, "5xx"],
  [{ code: "HTTP/3 200" }, true, "2xx"],
  [{ result: "failed" }, false, undefined],
  [{ classification: "failure" }, false, undefined],
  // Micrometer's classes tell without a status, and against one.
  [{ outcome: "SERVER_ERROR" }, false, "5xx"],
  [{ outcome: "CLIENT_ERROR" }, false, "4xx"],
  [{ outcome: "REDIRECTION" }, false, "3xx"],
  [{ outcome: "SUCCESS" }, false, "2xx"],
  [{ outcome: "success" }, false, undefined],
  [{ status_group: "5xx" }, true, "5xx"],
  // A success that says of itself that it failed.
  [{ code: "200", classification: "failure" }, true, "5xx"],
  [{ code: "200", classification: "success" }, true, "2xx"],
  [{ code: "200", failed: "true" }, true, "5xx"],
  [{ code: "200", failed: "false", is_success: "true" }, true, "2xx"],
  [{ code: "200", is_success: "false" }, true, "5xx"],
  [{ code: "200", exception: "IllegalStateException" }, true, "5xx"],
  [{ code: "200", exception: "ClientAbortException" }, true, "gave-up"],
  [{ code: "200", throwable: "java.lang.Error" }, true, "5xx"],
  [{ code: "200", error_code: "E42" }, true, "5xx"],
  ...["None", "n/a", "", "0"].map((exception): Row => [{ code: "200", exception }, true, "2xx"]),
  [{ response_code: "200", response_flags: "UC" }, true, "5xx"],
  [{ response_code: "200", response_flags: "UPE,DC" }, true, "5xx"],
  [{ response_code: "200", response_flags: "DC" }, true, "2xx"],
  [{ response_code: "101", response_flags: "-" }, true, "2xx"],
  [{ http_status_code: "200", status_code: "STATUS_CODE_ERROR" }, true, "5xx"],
  [{ http_status_code: "200", status_code: "Error" }, true, "5xx"],
  [{ http_status_code: "200", status_code: "STATUS_CODE_UNSET" }, true, "2xx"],
  ...["timeout", "EOF", "context canceled"].map((error): Row => [
    { code: "200", error },
    true,
    error === "context canceled" ? "gave-up" : "5xx",
  ]),
  ...["", "nil", "none", "false", "0"].map((error): Row => [{ code: "200", error }, true, "2xx"]),
  ...["exception", "internal_error", "panic", "timeout", "KO"].map((result): Row => [
    { code: "200", result },
    true,
    "5xx",
  ]),
  ...["hit", "success", "client_error"].map((result): Row => [{ code: "200", result }, true, "2xx"]),
  [{ code: "200", reason: "panic" }, true, "5xx"],
  // The status of the call beside that of the answer which carries it.
  [{ status: "200", code: "internal" }, true, "5xx"],
  [{ status: "200", code: "not_found" }, true, "4xx"],
  [{ status: "200", code: "unknown" }, true, "2xx"],
  [{ code: "200", grpc_message: "it failed" }, true, undefined],
  [{ code: "200", grpc_message: "" }, true, "2xx"],
  // Classes, and words alone, as Spring's gateway and others write them.
  ...["5x", "5XX", "500-599"].map((status): Row => [{ status }, true, "5xx"]),
  ...["INTERNAL_SERVER_ERROR", "Bad Gateway", "ServiceUnavailable"].map((code): Row => [
    { code },
    true,
    "5xx",
  ]),
  [{ status: "OK", outcome: "SUCCESSFUL" }, true, "2xx"],
  [{ status: "OK" }, true, "2xx"],
  [{ status: "NOT_FOUND" }, true, "4xx"],
  [{ status: "Too Many Requests" }, true, "4xx"],
  [{ status: "Unavailable" }, true, undefined],
  [{ status: "500-399" }, true, undefined],
  [{ status: "E500" }, true, undefined],
  [{ status_code_class: "5xx" }, true, "5xx"],
  [{ http_status_class: "2xx" }, true, "2xx"],
  // The nothing of several languages is no error.
  ...["<nil>", "undefined", "(none)", "<none>", "[]", "No error", "-32601"].map((error_code): Row => [
    { code: "200", error_code },
    true,
    "2xx",
  ]),
  [{ code: "200", jsonrpc_error_code: "-32603" }, true, "5xx"],
  [{ code: "200", has_errors: "true" }, true, "5xx"],
  [{ code: "200", errors: "false", ok: "true" }, true, "2xx"],
  [{ code: "200", ok: "false" }, true, "5xx"],
  [{}, false, undefined],
];

const gaveUp: readonly Row[] = [
  [{ code: "499" }, true, "gave-up"],
  [{ code: "0" }, true, "gave-up"],
  [{ code: "000" }, true, "gave-up"],
  [{ code: "-" }, true, "gave-up"],
  [{ code: "" }, true, "gave-up"],
  [{}, true, "gave-up"],
  [{ error_type: "ECONNRESET" }, true, "gave-up"],
  [{ error_type: "RequestAbortedException" }, true, "gave-up"],
  [{ error_type: "NullPointerException" }, true, "5xx"],
  [{ protocol: "grpc", code: "1" }, false, "gave-up"],
  [{ request_protocol: "grpc", response_code: "0" }, false, "gave-up"],
];

const calls: readonly Row[] = [
  ...[0].map((code): Row => [{ protocol: "grpc", code: `${code}` }, false, "2xx"]),
  ...[2, 4, 12, 13, 14, 15].map((code): Row => [{ protocol: "grpc-web", code: `${code}` }, true, "5xx"]),
  ...[3, 5, 6, 7, 8, 9, 10, 11, 16].map((code): Row => [{ protocol: "grpc", code: `${code}` }, true, "4xx"]),
  [{ protocol: "grpc", code: "17" }, false, undefined],
  // HTTP's own status says nothing on a call, unless the call never came to one of its own.
  [{ protocol: "grpc", code: "200" }, true, undefined],
  [{ protocol: "grpc", code: "503" }, true, "5xx"],
  [{ protocol: "grpc" }, false, undefined],
  [{ request_protocol: "grpc", response_code: "200", grpc_response_status: "14" }, false, "5xx"],
  [{ request_protocol: "http", response_code: "500", grpc_response_status: "" }, false, "5xx"],
  [{ grpc_type: "unary", grpc_code: "Unavailable" }, false, "5xx"],
  [{ grpc_code: "OK" }, false, "2xx"],
  [{ rpc_system: "grpc", rpc_grpc_status_code: "13" }, false, "5xx"],
  [{ status: "DEADLINE_EXCEEDED" }, false, "5xx"],
  [{ status: "Cancelled" }, false, "gave-up"],
  ...["StatusCode.INTERNAL", "codes.Internal", "Code(13)", "grpc.StatusCode.INTERNAL"].map(
    (grpc_code): Row => [{ grpc_code }, false, "5xx"],
  ),
  [{ code: "StatusCode.OK" }, false, "2xx"],
  // Without a protocol a number below 100 can only be gRPC's, but 0 only where nothing is HTTP.
  [{ code: "14" }, true, "5xx"],
  [{ code: "14" }, false, "5xx"],
  [{ code: "0" }, false, "2xx"],
  [{ code: "unknown" }, true, undefined],
];

test.each([...http, ...gaveUp, ...calls])(
  "readOutcome() of %j beside HTTP %s is %s",
  (labels, isHttp, expected) => {
    expect(readOutcome(labels, beside(isHttp))?.class).toBe(expected);
  },
);

test("a word for a request without a status is no answer beside HTTP, and an error of gRPC where calls are counted", () => {
  const answers = { hasHttp: true, hasGoodCalls: false };
  expect(["UNKNOWN", "other"].map((code) => readOutcome({ code }, answers)?.class)).toEqual([
    "gave-up",
    "gave-up",
  ]);
  expect(readOutcome({ status: "UNKNOWN", outcome: "UNKNOWN" }, answers)?.class).toBe("gave-up");
  expect(readOutcome({ code: "timeout" }, answers)).toBeUndefined();
  expect(readOutcome({ code: "Unknown" }, { hasHttp: false, hasGoodCalls: true })?.class).toBe("5xx");
});

test("readOutcome() gives the code where it is a single one", () => {
  expect(readOutcome({ code: "429" }, beside(true))?.code).toBe(429);
  expect(readOutcome({ code: "4xx" }, beside(true))?.code).toBeUndefined();
});

test("languageOf() knows statuses of HTTP from those of gRPC", () => {
  const weird = [{ protocol: "grpc", code: "503" }, { code: "14" }, { code: "weird" }];
  expect(languageOf(weird)).toEqual({ hasHttp: false, hasGoodCalls: false });
  expect(languageOf([{ code: "14" }, { status: "2xx" }]).hasHttp).toBe(true);
  expect(languageOf([{ code: "14" }, { code: "0" }]).hasGoodCalls).toBe(true);
});

test("readOutcome() does not know whether 2 is a class of HTTP or an error where no call ever went well", () => {
  const digits = { hasHttp: false, hasGoodCalls: false };
  expect(["2", "5"].map((code) => readOutcome({ code }, digits))).toEqual([undefined, undefined]);
  expect(readOutcome({ code: "14" }, digits)?.class).toBe("5xx");
  expect(readOutcome({ protocol: "grpc", code: "2" }, digits)?.class).toBe("5xx");
});
