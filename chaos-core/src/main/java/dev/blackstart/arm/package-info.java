/** One arm of a run: topology, load, alert, playbook and recovery, in their phases around Chaos Toolkit's sequence. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.arm;
