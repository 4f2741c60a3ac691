/** OpenSLO objectives and burn-rate alerts. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.slo;
