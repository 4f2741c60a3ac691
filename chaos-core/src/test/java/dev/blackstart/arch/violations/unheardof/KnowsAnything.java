package dev.blackstart.arch.violations.unheardof;

import dev.blackstart.document.Problem;

/** In a package that the table does not list. */
interface KnowsAnything {
    Problem problem();
}
