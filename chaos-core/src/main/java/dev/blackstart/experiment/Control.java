package dev.blackstart.experiment;

import dev.blackstart.document.Location;
import dev.blackstart.document.Node;

/** A control, as declared. Carried by the model; the validator names it as something that is not run yet. */
public record Control(Location at, Node.Mapping document, String name) {}
