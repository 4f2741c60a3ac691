package dev.blackstart.arch.violations.topology;

import dev.blackstart.exchange.Asker;

interface KnowsWhoAsks {
    Asker asker();
}
