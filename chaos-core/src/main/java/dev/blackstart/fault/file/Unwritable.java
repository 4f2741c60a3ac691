package dev.blackstart.fault.file;

import dev.blackstart.provider.Argument;

/** It takes a file and nothing else. */
public record Unwritable(
        @Argument("which file, from the folder in which the service is started")
        String file) {}
