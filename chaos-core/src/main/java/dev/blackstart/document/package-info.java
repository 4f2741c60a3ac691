/** JSON and YAML to a located tree, and the tree to records; the only package that knows Jackson and SnakeYAML. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.document;
