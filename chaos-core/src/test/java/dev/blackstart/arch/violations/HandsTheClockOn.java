package dev.blackstart.arch.violations;

import java.util.function.LongSupplier;

/** Does not call it itself. */
class HandsTheClockOn {
    LongSupplier ticker() {
        return System::nanoTime;
    }
}
