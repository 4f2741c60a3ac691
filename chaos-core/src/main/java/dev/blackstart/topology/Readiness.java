package dev.blackstart.topology;

import dev.blackstart.exchange.Question;
import java.time.Duration;

/**
 * When a replica counts as started.
 *
 * @param question what is asked
 * @param within how long a replica may take, by default 30 s
 */
public record Readiness(Question question, Duration within) {}
