/** Fault proxies as the topologies need them; the only package that knows the Toxiproxy client. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.link;
