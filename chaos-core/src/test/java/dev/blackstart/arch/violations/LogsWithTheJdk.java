package dev.blackstart.arch.violations;

import java.util.logging.Logger;

class LogsWithTheJdk {
    Logger logger = Logger.getLogger("jdk");
}
