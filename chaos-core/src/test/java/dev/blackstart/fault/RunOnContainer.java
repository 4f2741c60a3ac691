package dev.blackstart.fault;

import dev.blackstart.fault.process.Crash;
import dev.blackstart.fault.process.CrashDriver;
import dev.blackstart.fault.process.Pause;
import dev.blackstart.fault.process.PauseDriver;
import dev.blackstart.heal.HealerProcess;
import dev.blackstart.ledger.Ledger;
import dev.blackstart.ledger.Ledgers;
import dev.blackstart.topology.process.ProcessTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A run in a JVM of its own: starts a container, faults it, says so, and waits to be killed. */
final class RunOnContainer {
    private RunOnContainer() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(arguments[0]);
        RecordedRun run = new RecordedRun();
        Ledgers ledgers = new Ledgers(folder.resolve("runs"));
        Ledger ledger = ledgers.open(
                "r1",
                folder,
                run.clock.instant(),
                ProcessTable.identityOf(ProcessHandle.current().pid()));
        HealerProcess healer = new HealerProcess(
                "dev.blackstart.HealerMain", ledgers, ledger, () -> folder, run.clock, run.cancellation::cancel);
        healer.start();
        RedisInContainer redis = new RedisInContainer();
        ActiveFaults faults = new ActiveFaults(
                redis,
                "",
                BlastRadiusGuard.NONE,
                new Safeguard(ledger, healer, Optional.empty(), false),
                run,
                Host.here(run.clock, run.cancellation),
                run.scheduler,
                7);
        if (arguments[1].equals("pause")) {
            inject(faults, redis, new PauseDriver(), new Pause());
        } else {
            inject(faults, redis, new CrashDriver(), new Crash());
        }
        System.out.println("ready " + redis.container().getContainerId());
        new CountDownLatch(1).await();
    }

    private static <C extends Record> void inject(
            ActiveFaults faults, RedisInContainer redis, FaultDriver<C> driver, C config) {
        faults.inject(new FaultRequest(driver, config, List.of(redis.behind()), Optional.of("f1"), Optional.empty()));
    }
}
