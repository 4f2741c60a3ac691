package dev.blackstart.arch.violations;

import tools.jackson.core.JsonParser;

interface KnowsJackson {
    JsonParser parser();
}
