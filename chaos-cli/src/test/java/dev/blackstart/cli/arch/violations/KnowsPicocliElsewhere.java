package dev.blackstart.cli.arch.violations;

import picocli.CommandLine;

interface KnowsPicocliElsewhere {
    CommandLine line();
}
