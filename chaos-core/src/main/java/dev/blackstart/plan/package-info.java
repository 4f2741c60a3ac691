/** Experiment to plan: the files beside it read, targets resolved to names, each fault asked whether it can run here. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.plan;
