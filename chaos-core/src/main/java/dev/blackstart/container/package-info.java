/** Containers, as the HTTP API of their engine shows and changes them. Without a client library: whoever heals may have none. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.container;
