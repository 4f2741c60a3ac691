/** One class for each architecture rule that breaks it, so that each rule is seen red. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.junit.arch.violations;
