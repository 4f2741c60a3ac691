package dev.blackstart.arch.violations;

import io.grpc.Status;
import java.util.List;

/** Public, with a type of a library in what it returns. */
public interface ShowsALibrary {
    /** What others see. */
    List<Status> statuses();
}
