package dev.blackstart.load.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.blackstart.document.Location;
import dev.blackstart.experiment.Extension;
import dev.blackstart.load.AnswerRules;
import dev.blackstart.load.AnswerView;
import dev.blackstart.load.Outcome;
import dev.blackstart.load.RecordedEvents;
import dev.blackstart.load.Reply;
import dev.blackstart.load.RunningLoad;
import dev.blackstart.load.SliRecorder;
import dev.blackstart.load.Workload;
import dev.blackstart.load.WorkloadInvalid;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import dev.blackstart.time.RunClock;
import dev.blackstart.tolerance.Tolerance;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** gRPC workloads against a real server that is known by its reflection only. */
class GrpcLoadIT {
    private static final Location AT = new Location("experiment.json", 12, 3, "extensions[0].workload.call");
    private static final Map<String, String> NESTED_REQUEST =
            Map.of("input", "test.Input", "input.byBuyer.*", "test.Buyer");
    private static final Map<String, String> NESTED_RESPONSE = Map.of("result", "test.Result");
    private static final Map<String, @Nullable Object> REQUEST = Map.of(
            "maxAds",
            3L,
            "input",
            Map.of(
                    "publisher",
                    "news.example",
                    "byBuyer",
                    Map.of(
                            "https://a.example", Map.of("groups", List.of("shoes", "hats")),
                            "https://b.example", Map.of("groups", List.of()))));

    private final RunClock clock = new RunClock();

    private static Extension.Call.Grpc call(
            String method,
            Map<String, @Nullable Object> request,
            Map<String, String> nestedRequest,
            Map<String, String> nestedResponse) {
        return new Extension.Call.Grpc(AT, "sfe", -1, method, request, nestedRequest, nestedResponse);
    }

    private static Extension.Call.Grpc call() {
        return call("test.Auctions/Ask", REQUEST, NESTED_REQUEST, NESTED_RESPONSE);
    }

    private static Object field(DynamicMessage message, String name) {
        return message.getField(message.getDescriptorForType().findFieldByName(name));
    }

    private static DynamicMessage parse(String type, Object bytes) {
        try {
            return DynamicMessage.parseFrom(AuctionServer.message(type), (ByteString) bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static ByteString result(boolean chaff, String owner) {
        var type = AuctionServer.message("Result");
        return DynamicMessage.newBuilder(type)
                .setField(type.findFieldByName("is_chaff"), chaff)
                .setField(type.findFieldByName("owner"), owner)
                .build()
                .toByteString();
    }

    private Reply ask(Extension.Call.Grpc call, Function<DynamicMessage, ByteString> answer, AnswerRules rules) {
        return ask(call, answer, rules, ProtoReflectionServiceV1.newInstance());
    }

    private Reply ask(
            Extension.Call.Grpc call,
            Function<DynamicMessage, ByteString> answer,
            AnswerRules rules,
            @Nullable BindableService reflection) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        try (AuctionServer server = new AuctionServer(0, answer, reflection);
                GrpcCaller caller = GrpcCaller.open(
                        call, List.of(server.address()), Duration.ofSeconds(5), rules, clock, new Cancellation())) {
            caller.send(0, reply::complete);
            return reply.orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    @Test
    void open_interruptedWhileTheServerSaysNothing_endsAtOnce() throws IOException {
        // Given: it takes connections, and no more
        Cancellation cancellation = new Cancellation();
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> connected = CompletableFuture.runAsync(() -> {
                try (Socket client = silent.accept()) {
                    assertThat(client.getInputStream().read()).isNotNegative();
                    cancellation.cancel("SIGINT");
                    assertThat(client.getInputStream().readAllBytes()).isNotNull();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            InetSocketAddress address = (InetSocketAddress) silent.getLocalSocketAddress();
            long begin = clock.nanos();

            // When, then
            assertThatThrownBy(() -> GrpcCaller.open(
                            call(), List.of(address), Duration.ofSeconds(5), AnswerRules.NONE, clock, cancellation))
                    .isInstanceOf(Cancelled.class);
            assertThat(Duration.ofNanos(clock.nanos() - begin)).isLessThan(Duration.ofSeconds(5));
            assertThat(connected).succeedsWithin(Duration.ofSeconds(5));
        }
    }

    @Test
    void theRequest_isBuiltInnerMessagesFirst() {
        // Given
        AtomicReference<@Nullable DynamicMessage> received = new AtomicReference<>();

        // When
        Reply reply = ask(
                call(),
                request -> {
                    received.set(request);
                    return result(false, "");
                },
                AnswerRules.NONE);

        // Then
        assertThat(reply.outcome()).isEqualTo(Outcome.FULL);
        DynamicMessage request = java.util.Objects.requireNonNull(received.get());
        assertThat(field(request, "max_ads")).isEqualTo(3);
        DynamicMessage input = parse("Input", field(request, "input"));
        assertThat(field(input, "publisher")).isEqualTo("news.example");
        assertThat((List<?>) field(input, "by_buyer")).hasSize(2).anySatisfy(entry -> {
            assertThat(field((DynamicMessage) entry, "key")).isEqualTo("https://a.example");
            DynamicMessage buyer = parse("Buyer", field((DynamicMessage) entry, "value"));
            assertThat(field(buyer, "groups")).isEqualTo(List.of("shoes", "hats"));
        });
    }

    @Test
    void theAnswer_isSeenWithItsNestedMessageInPlace_andEveryDefault() {
        // Given
        AtomicReference<@Nullable AnswerView> seen = new AtomicReference<>();
        AnswerRules rules = new AnswerRules(
                view -> {
                    seen.set(view);
                    return false;
                },
                null);

        // When
        ask(call(), request -> result(false, "https://a.example"), rules);

        // Then
        assertThat(java.util.Objects.requireNonNull(seen.get()).body())
                .isEqualTo(Map.of("result", Map.of("isChaff", false, "owner", "https://a.example")));
    }

    @Test
    void anAnswerThatMeetsTheRule_isDegraded() {
        // Given
        AnswerRules rules = new AnswerRules(
                view -> view.body() instanceof Map<?, ?> body
                        && body.get("result") instanceof Map<?, ?> result
                        && Boolean.TRUE.equals(result.get("isChaff")),
                null);

        // Then
        assertThat(ask(call(), request -> result(true, ""), rules).outcome()).isEqualTo(Outcome.DEGRADED);
        assertThat(ask(call(), request -> result(false, "x"), rules).outcome()).isEqualTo(Outcome.FULL);
    }

    @Test
    void nestedBytesThatAreNoSuchMessage_areAFailedAnswer() {
        // When
        Reply reply = ask(call(), request -> ByteString.copyFromUtf8("\uffff?garbage"), AnswerRules.NONE);

        // Then
        assertThat(reply.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(reply.detail()).startsWith("OK, but answer result is not a test.Result");
    }

    @ParameterizedTest
    @CsvSource({"RESOURCE_EXHAUSTED, SHED", "UNAVAILABLE, FAILED", "INTERNAL, FAILED", "DEADLINE_EXCEEDED, FAILED"})
    void aStatus_isShedOrFailed(Status.Code code, Outcome outcome) {
        // When
        Reply reply = ask(
                call(),
                request -> {
                    throw Status.fromCode(code).withDescription("as asked").asRuntimeException();
                },
                AnswerRules.NONE);

        // Then
        assertThat(reply.outcome()).isEqualTo(outcome);
        assertThat(reply.gaveUp()).isFalse();
        assertThat(reply.detail()).isEqualTo(code + ": as asked");
    }

    @Test
    @SuppressWarnings("deprecation") // The older version is what older servers have.
    void aServerThatKnowsTheOlderReflectionOnly_isAskedInIt() {
        // Given
        BindableService alpha = io.grpc.protobuf.services.ProtoReflectionService.newInstance();

        // Then
        assertThat(ask(call(), request -> result(false, ""), AnswerRules.NONE, alpha)
                        .outcome())
                .isEqualTo(Outcome.FULL);
    }

    @Test
    void aServerWithoutReflection_isAProblemThatSaysWhatWouldHelp() {
        assertThatThrownBy(() -> ask(call(), request -> result(false, ""), AnswerRules.NONE, null))
                .isInstanceOf(WorkloadInvalid.class)
                .hasMessageStartingWith(
                        "experiment.json:12 extensions[0].workload.call.grpc: service 'sfe': the server has"
                                + " no reflection")
                .hasMessageContaining("ProtoReflectionServiceV1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            test.Auction/Ask   | unknown service 'test.Auction'; the server has: grpc.reflection.v1.ServerReflection, test.Auctions (did you mean test.Auctions?)
            test.Auctions/Aks  | unknown method 'Aks' in test.Auctions; known: Ask, Watch (did you mean Ask?)
            test.Auctions/Watch| 'test.Auctions/Watch' is a streaming method
            Ask                | 'Ask' is no method; write package.Service/Method
            """)
    void aMethodThatCannotBeCalled_isAProblemAtItsPlace(String method, String message) {
        assertThatThrownBy(() -> ask(
                        call(method, REQUEST, NESTED_REQUEST, NESTED_RESPONSE),
                        request -> result(false, ""),
                        AnswerRules.NONE))
                .isInstanceOf(WorkloadInvalid.class)
                .hasMessageContaining("experiment.json:12 extensions[0].workload.call.grpc: ")
                .hasMessageContaining(message);
    }

    @Test
    void everythingThatDoesNotFit_isAProblemOfItsOwn() {
        // Given
        Map<String, @Nullable Object> request = Map.of(
                "maxAd", 3L, "input", Map.of("publishr", "x", "byBuyer", Map.of("a", Map.of("group", List.of()))));

        // When
        assertThatThrownBy(() -> ask(
                        call("test.Auctions/Ask", request, NESTED_REQUEST, NESTED_RESPONSE),
                        any -> result(false, ""),
                        AnswerRules.NONE))
                // Then
                .isInstanceOf(WorkloadInvalid.class)
                .hasMessageContaining(
                        "call.request.maxAd: unknown field 'maxAd' in test.AskRequest; known: input, maxAds"
                                + " (did you mean maxAds?)")
                .hasMessageContaining("call.request.input.publishr: unknown field 'publishr' in test.Input")
                .hasMessageContaining("call.request.input.byBuyer.a.group: unknown field 'group' in test.Buyer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            input            | test.Inpt   | the server's reflection finds no message 'test.Inpt'
            inptu            | test.Input  | unknown field 'inptu' in test.AskRequest; known: input, maxAds (did you mean input?)
            maxAds           | test.Input  | 'maxAds' is int32, only a bytes field can hold a nested message
            input.publisher  | test.Buyer  | 'input' has no fields; if it holds a message, say so
            """)
    void aNestedPathThatLeadsNowhere_isAProblemAtItsPlace(String path, String type, String message) {
        assertThatThrownBy(() -> ask(
                        call("test.Auctions/Ask", Map.of(), Map.of(path, type), Map.of()),
                        any -> result(false, ""),
                        AnswerRules.NONE))
                .isInstanceOf(WorkloadInvalid.class)
                .hasMessageContaining("call.nested.request." + path + ": ")
                .hasMessageContaining(message);
    }

    private static AnswerRules degradedWhen(String path) {
        var tolerance = new Tolerance.JsonPath(AT.member("degraded-when"), path, null, true, List.of(true), null);
        return AnswerRules.of(new Extension.Workload(AT, 1, Duration.ofSeconds(1), call(), tolerance, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            $.resutl.isChaff   | unknown field 'resutl' in test.AskResponse; known: result (did you mean result?)
            $.result.chaff     | '$.result.chaff' meets no answer: unknown field 'chaff' in test.Result; known: isChaff, owner
            $.result.is_chaff  | known: isChaff, owner (did you mean isChaff?)
            """)
    void aRuleForAFieldThatNoAnswerHas_isAProblem(String path, String message) {
        assertThatThrownBy(() -> ask(call(), any -> result(false, ""), degradedWhen(path)))
                .isInstanceOf(WorkloadInvalid.class)
                .hasMessageContaining("degraded-when: ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$.result.isChaff", "$.*.isChaff", "$..isChaff", "$.result[\"isChaff\"]"})
    void aRuleForAFieldThatAnswersHave_isMet(String path) {
        assertThat(ask(call(), any -> result(true, ""), degradedWhen(path)).outcome())
                .isEqualTo(Outcome.DEGRADED);
    }

    @Test
    void aMapWithoutItsStar_isAProblem() {
        assertThatThrownBy(() -> ask(
                        call(
                                "test.Auctions/Ask",
                                Map.of(),
                                Map.of("input", "test.Input", "input.byBuyer", "test.Buyer"),
                                Map.of()),
                        any -> result(false, ""),
                        AnswerRules.NONE))
                .hasMessageContaining("'byBuyer' is a map; write 'byBuyer.*' for each of its values");
    }

    @Test
    void aServerThatComesBack_isFoundAtOnce_howeverLongItWasGone() {
        // Given: gone long enough for gRPC's own back-off to have grown beyond a second.
        RecordedEvents events = new RecordedEvents();
        SliRecorder recorder = new SliRecorder(40, null, clock.instant(), events);
        Extension.Workload spec = new Extension.Workload(AT, 40, Duration.ofSeconds(1), call(), null, null);
        AuctionServer first = new AuctionServer(0, any -> result(false, "x"), ProtoReflectionServiceV1.newInstance());
        RunningLoad load = Workload.start(spec, List.of(first.address()), recorder, events, clock, new Cancellation());
        await().atMost(Duration.ofSeconds(10)).until(() -> fullSince(recorder, Instant.EPOCH) > 20);
        Instant down = clock.instant();
        first.close();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> recorder.completeUntil().isAfter(down.plusMillis(3500)));
        assertThat(load.lastFailure().orElseThrow()).contains("UNAVAILABLE");

        // When
        AuctionServer second = new AuctionServer(
                first.address().getPort(), any -> result(false, "x"), ProtoReflectionServiceV1.newInstance());
        try (second;
                load) {
            Instant up = clock.instant();
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> fullSince(recorder, up) > 0);

            // Then: 100 ms until the next attempt, and a bucket of 100 ms in which the answer is counted.
            assertThat(Duration.between(up, clock.instant())).isLessThan(Duration.ofMillis(600));
        }
    }

    private static long fullSince(SliRecorder recorder, Instant since) {
        return recorder.counts(since, recorder.completeUntil()).full();
    }
}
