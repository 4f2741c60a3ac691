package dev.blackstart.exchange;

/** A protocol that can be asked "are you there?" without knowing the application. */
public enum Protocol {
    /** {@code grpc.health.v1.Health/Check}: SERVING is an answer. */
    GRPC,
    /** {@code GET path}: a status from 200 to 399 is an answer. */
    HTTP,
    /** {@code PING}: {@code +PONG}, or an error reply such as NOAUTH, is an answer; LOADING is not. */
    REDIS,
    /** SSLRequest: {@code S} or {@code N} is an answer. */
    POSTGRES,
    /** A connection that opens. Says nothing about data that goes through a proxy. */
    TCP
}
