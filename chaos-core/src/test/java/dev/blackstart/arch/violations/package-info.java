/**
 * One class for each architecture rule that breaks it, so that each rule is seen red. Those in packages further down break the
 * direction of the real package of that name.
 */
@org.jspecify.annotations.NullMarked
package dev.blackstart.arch.violations;
