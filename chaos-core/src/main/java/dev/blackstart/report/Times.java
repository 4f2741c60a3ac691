package dev.blackstart.report;

import java.time.Duration;
import java.util.Optional;

/**
 * The times of an arm; empty where it did not come to that.
 *
 * @param detect TTD: fault clock to alert
 * @param mitigate TTM: alert to the end of the last playbook step
 * @param recover TTR: fault clock to the start of the first recovered window
 */
public record Times(Optional<Duration> detect, Optional<Duration> mitigate, Optional<Duration> recover) {
    public static final Times NONE = new Times(Optional.empty(), Optional.empty(), Optional.empty());
}
