package dev.blackstart.cli.arch.violations;

import java.util.logging.Logger;

class LogsWithTheJdk {
    Logger logger = Logger.getLogger("jdk");
}
