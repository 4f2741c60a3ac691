package dev.blackstart.report;

import java.time.Duration;
import java.util.Optional;

/**
 * The times of an arm; empty where it did not come to that.
 *
 * @param detect TTD: fault clock to alert; zero for an alert while the fault was being injected
 * @param mitigate TTM: alert to the end of the last playbook step
 * @param recover TTR: fault clock to the start of the first recovered window
 */
public record Times(Optional<Duration> detect, Optional<Duration> mitigate, Optional<Duration> recover) {}
