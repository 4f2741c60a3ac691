/** Playbook files, their execution, and proof of recovery. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.playbook;
