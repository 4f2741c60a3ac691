package dev.blackstart.load;

import org.jspecify.annotations.Nullable;

/**
 * An answer as a tolerance sees it; JSON types only.
 *
 * @param body the message of a gRPC answer; the body of an HTTP answer, parsed where it is JSON, else as text
 * @param whole the same message for gRPC; {@code {"status", "headers", "body"}} for HTTP
 */
public record AnswerView(@Nullable Object body, @Nullable Object whole) {}
