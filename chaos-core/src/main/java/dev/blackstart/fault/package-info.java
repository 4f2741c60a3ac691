/** The fault contract, and faults in force: from a request to their revert, measured all the while. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.fault;
