/** One small request over a service's own readiness protocol, timed: for readiness, probes and evidence. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.exchange;
