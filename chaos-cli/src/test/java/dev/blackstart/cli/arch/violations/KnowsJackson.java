package dev.blackstart.cli.arch.violations;

import tools.jackson.databind.JsonNode;

interface KnowsJackson {
    JsonNode node();
}
