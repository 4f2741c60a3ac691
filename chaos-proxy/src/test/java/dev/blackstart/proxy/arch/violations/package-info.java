/** One class for each architecture rule that breaks it, so that each rule is seen red. */
package dev.blackstart.proxy.arch.violations;
