package dev.blackstart.exchange;

import java.time.Duration;
import java.time.Instant;

/**
 * What came of one exchange.
 *
 * @param sent when the request was handed to the socket
 * @param took from {@code sent} until the answer was complete, or until it was given up
 * @param came whether an answer came, whatever it says
 * @param ok whether it means "serving"
 * @param detail the answer or the error in a few words, such as {@code SERVING}, {@code 200}, {@code timeout after 500ms}
 * @param localAddress {@code ip:port} of our end, so that our own traffic can be told from the system's; empty where unknown
 */
public record Answer(Instant sent, Duration took, boolean came, boolean ok, String detail, String localAddress) {}
