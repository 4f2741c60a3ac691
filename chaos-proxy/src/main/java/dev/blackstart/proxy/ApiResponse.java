package dev.blackstart.proxy;

import org.jspecify.annotations.Nullable;

/**
 * An answer of the API.
 *
 * @param contentType null if there is none
 * @param routed whether a route was found: only then does the original number the request
 */
record ApiResponse(int status, @Nullable String contentType, String body, boolean routed) {

    static final String JSON = "application/json";
    static final String TEXT = "text/plain; charset=utf-8";

    static ApiResponse json(int status, String body) {
        return new ApiResponse(status, JSON, body, true);
    }

    static ApiResponse noContent() {
        return new ApiResponse(204, null, "", true);
    }

    static ApiResponse text(int status, String body) {
        return new ApiResponse(status, TEXT, body, true);
    }

    static ApiResponse notFound() {
        return new ApiResponse(404, TEXT, "404 page not found\n", false);
    }

    static ApiResponse wrongMethod() {
        return new ApiResponse(405, null, "", false);
    }

    static ApiResponse error(ApiError error) {
        return text(error.status(), ApiJson.error(error) + "\n");
    }

    /** Go's http.Error, and so every plain-text answer, forbids browsers to guess the type. */
    boolean noSniff() {
        return TEXT.equals(contentType);
    }
}
