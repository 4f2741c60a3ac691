package dev.blackstart.functions;

import dev.blackstart.exchange.Asker;
import dev.blackstart.exchange.OwnEnds;
import dev.blackstart.exchange.Question;
import dev.blackstart.time.RunClock;
import java.net.InetSocketAddress;

/** Makes askers, so that tests need no sockets. */
@FunctionalInterface
interface AskerSource {
    Asker open(Question question, InetSocketAddress address, RunClock clock, OwnEnds ends);
}
