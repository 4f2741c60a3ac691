package dev.blackstart.arch.violations;

import org.yaml.snakeyaml.LoaderOptions;

interface KnowsSnakeYaml {
    LoaderOptions options();
}
