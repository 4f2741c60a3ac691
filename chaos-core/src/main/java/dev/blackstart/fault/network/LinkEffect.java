package dev.blackstart.fault.network;

import dev.blackstart.exchange.Answer;
import dev.blackstart.topology.Link;
import java.time.Duration;

/** How a fault on a link is told from the undisturbed link, by what one exchange or one chunk went through. */
interface LinkEffect {

    /** How long an exchange is waited for while the fault is on. */
    Duration patience();

    /**
     * Whether an exchange shows what was asked for.
     *
     * @param undisturbed how long one took before the fault
     */
    boolean shows(Answer answer, Duration undisturbed);

    /** Whether an exchange after the revert still shows a trace of the fault. */
    boolean lingers(Answer answer, Duration undisturbed);

    /**
     * Whether a chunk of the system's own shows what was asked for.
     *
     * @param waited how long ago it was read
     */
    boolean shows(Link.ChunkDelay chunk, Duration undisturbed, Duration waited);

    /** How it is told once there is more of the fault, or less. */
    default LinkEffect adjusted(Record config) {
        return this;
    }
}
