/** Open-loop workloads and the recorder of their service level indicators. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.load;
