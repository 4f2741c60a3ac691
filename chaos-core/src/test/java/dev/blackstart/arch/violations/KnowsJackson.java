package dev.blackstart.arch.violations;

import tools.jackson.databind.JsonNode;

interface KnowsJackson {
    JsonNode node();
}
