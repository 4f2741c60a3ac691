package dev.blackstart.junit;

import static dev.blackstart.fault.file.Delete.delete;
import static dev.blackstart.fault.network.Stall.stall;
import static dev.blackstart.fault.process.Crash.crash;
import static dev.blackstart.junit.Cut.cut;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.fault.FaultFailed;
import dev.blackstart.fault.FaultSpec;
import dev.blackstart.fault.network.Partition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kinds of faults that this module knows nothing of, on a link that nobody uses beside the test. */
@Timeout(60)
@WithChaos(requireEvidence = false)
class FaultKindsIT {
    private ServerSocket server;
    private Endpoint through = new Endpoint("", 1);

    /** Greets whoever comes. */
    @BeforeEach
    void serve(Chaos chaos) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::greet, "greeter");
        thread.setDaemon(true);
        thread.start();
        through = chaos.link("client->server", "127.0.0.1", server.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void greet() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.getOutputStream().write(7);
            } catch (IOException e) {
                return;
            }
        }
    }

    private boolean isGreeted() {
        try (Socket socket = new Socket(through.host(), through.port())) {
            socket.setSoTimeout(500);
            return socket.getInputStream().read() == 7;
        } catch (IOException e) {
            return false;
        }
    }

    private void assertCuts(Chaos chaos, FaultSpec spec) {
        assertThat(isGreeted()).isTrue();
        try (InjectedFault fault = chaos.inject(spec)) {
            assertThat(fault.evidence()).hasSize(1);
            assertThat(isGreeted()).isFalse();
        }
        assertThat(isGreeted()).isTrue();
    }

    @Test
    void driverOfAUser_worksLikeOneOfOurs(Chaos chaos) {
        assertCuts(chaos, cut().on("client->server"));
    }

    @Test
    void compositeFault_isInjectedAsItIs(Chaos chaos) {
        assertCuts(chaos, Partition.between("client").and("server").mode(Partition.Mode.REFUSE));
    }

    @Test
    void sameKindTwiceOnOneTarget_isRefusedByName(Chaos chaos) {
        try (InjectedFault fault = chaos.inject(stall().on("client->server"))) {
            assertThatThrownBy(() -> chaos.inject(stall().on("server")))
                    .isInstanceOf(FaultFailed.class)
                    .hasMessageContaining("blackstart.fault.stall on client#1->server#1:")
                    .hasMessageContaining("a fault of that kind is already in force there; revert it first");
            assertThatThrownBy(() -> chaos.inject(Partition.between("client").and("server")))
                    .isInstanceOf(FaultFailed.class)
                    .hasMessageContaining("blackstart.fault.partition on client#1->server#1:");
            assertThat(fault.evidence()).hasSize(1);
        }
    }

    /** Somebody else runs the server. */
    @Test
    void faultOfAProcess_onAMereName_saysWhatCanHaveOne(Chaos chaos) {
        assertThatThrownBy(() -> chaos.inject(crash().on("server")))
                .isInstanceOf(RuntimeException.class)
                .hasMessageContaining("server#1 is neither a process nor a container")
                .hasMessageContaining("nothing but the links to it can have a fault");
        assertThatThrownBy(() -> chaos.inject(delete("data.txt").on("server")))
                .isInstanceOf(FaultFailed.class)
                .hasMessageContaining("data.txt does not exist");
    }
}
