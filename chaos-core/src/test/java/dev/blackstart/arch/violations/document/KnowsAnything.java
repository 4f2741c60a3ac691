package dev.blackstart.arch.violations.document;

import dev.blackstart.tolerance.Tolerance;

interface KnowsAnything {
    Tolerance tolerance();
}
