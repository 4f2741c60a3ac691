package dev.blackstart.proxy;

/** A request that is refused, with the original's words where it has some. Carries no stack trace: it is an answer. */
final class ApiError extends Exception {

    private final int status;

    private ApiError(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    static ApiError badBody(String detail) {
        return new ApiError(400, "bad request body: " + detail);
    }

    static ApiError missingField(String field) {
        return new ApiError(400, "missing required field: " + field);
    }

    static ApiError invalid(String message) {
        return new ApiError(400, message);
    }

    static ApiError invalidStream() {
        return new ApiError(400, "stream was invalid, can be either upstream or downstream");
    }

    static ApiError invalidType() {
        return new ApiError(400, "invalid toxic type");
    }

    static ApiError proxyNotFound() {
        return new ApiError(404, "proxy not found");
    }

    static ApiError toxicNotFound() {
        return new ApiError(404, "toxic not found");
    }

    static ApiError proxyExists() {
        return new ApiError(409, "proxy already exists");
    }

    static ApiError toxicExists() {
        return new ApiError(409, "toxic already exists");
    }

    /** Something outside the request, such as a port that is taken. */
    static ApiError failed(String message) {
        return new ApiError(500, message);
    }

    /** The HTTP status. */
    int status() {
        return status;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
