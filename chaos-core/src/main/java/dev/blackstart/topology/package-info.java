/** Services, replicas and links: what is declared, and what a running one offers. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.topology;
