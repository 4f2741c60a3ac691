/** A TCP fault proxy that speaks Toxiproxy's HTTP API. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.proxy;
