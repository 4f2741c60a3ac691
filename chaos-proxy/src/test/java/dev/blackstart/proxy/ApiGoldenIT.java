package dev.blackstart.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API byte for byte, against what was captured from the original 2.12.0; ports are masked as P. */
class ApiGoldenIT {

    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String P1 = "{\"name\":\"p1\",\"listen\":\"127.0.0.1:P\",\"upstream\":\"localhost:29999\","
            + "\"enabled\":true,\"Logger\":{},\"toxics\":[]}";
    private static final String LATENCY =
            "{\"attributes\":{\"latency\":0,\"jitter\":0},\"name\":\"latency_downstream\","
                    + "\"type\":\"latency\",\"stream\":\"downstream\",\"toxicity\":1}";

    private Wire wire;

    @BeforeEach
    void open() throws IOException {
        wire = new Wire();
    }

    @AfterEach
    void close() throws IOException {
        wire.close();
    }

    private void p1() {
        String body = "{\"name\":\"p1\",\"listen\":\"localhost:0\",\"upstream\":\"localhost:29999\"}";
        assertThat(wire.api.post("/proxies", body).status()).isEqualTo(201);
    }

    private static String masked(String body) {
        return body.replaceAll("(127\\.0\\.0\\.1|\\[::]):[1-9]\\d*", "$1:P");
    }

    private static void assertJson(Api.Answer answer, int status, String body) {
        assertThat(masked(answer.body())).isEqualTo(body);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo(JSON);
        assertThat(answer.header("x-toxiproxy-request-id")).matches("[0-9a-v]{20}");
        assertThat(answer.header("x-content-type-options")).isEmpty();
    }

    private static void assertError(Api.Answer answer, int status, String error) {
        assertThat(masked(answer.body())).isEqualTo("{\"error\":\"" + error + "\",\"status\":" + status + "}\n");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo(TEXT);
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.header("x-toxiproxy-request-id")).matches("[0-9a-v]{20}");
    }

    private static void assertNoContent(Api.Answer answer) {
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers()).doesNotContainKeys("content-type", "content-length");
    }

    @Test
    void proxies_createdListedShownDeleted_readAsTheOriginals() {
        assertJson(wire.api.get("/proxies"), 200, "{}");
        assertJson(
                wire.api.post(
                        "/proxies", "{\"name\":\"p1\",\"listen\":\"localhost:0\",\"upstream\":\"localhost:29999\"}"),
                201,
                P1);
        assertJson(wire.api.get("/proxies/p1"), 200, P1);
        assertJson(wire.api.get("/proxies"), 200, "{\"p1\":" + P1 + "}");
        assertNoContent(wire.api.delete("/proxies/p1"));
        assertError(wire.api.get("/proxies/p1"), 404, "proxy not found");
    }

    @Test
    void proxies_listed_areSortedByBytes() {
        for (String name : new String[] {"b", "a", "Z", "é", "\uFF5E", "\uD83D\uDE00"}) {
            wire.proxy(name);
        }
        assertThat(Wire.object(wire.api.get("/proxies").body()).keySet())
                .containsExactly("Z", "a", "b", "é", "\uFF5E", "\uD83D\uDE00");
    }

    @Test
    void version_hasTheOriginalsSpaceAndNewline() {
        Api.Answer answer = wire.api.get("/version");
        assertThat(answer.body()).isEqualTo("{\"version\": \"2.12.0\"}\n");
        assertThat(answer.header("content-type")).isEqualTo("application/json;charset=utf-8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|missing required field: name",
                "{\"name\":\"x\"}|missing required field: upstream",
                "null|missing required field: name",
                "''|bad request body: EOF",
                "{\"name\":|bad request body: unexpected EOF",
                "{\"name\":5}|bad request body: json: cannot unmarshal number into Go struct field Proxy.name of type string",
                "{\"enabled\":\"x\"}|bad request body: json: cannot unmarshal string into Go struct field Proxy.enabled of type bool",
                "[]|bad request body: json: cannot unmarshal array into Go value of type Proxy"
            })
    void proxy_createdWithABadBody_isRefused(String body, String error) {
        assertError(wire.api.post("/proxies", body), 400, error);
    }

    @Test
    void proxy_createdTwice_conflicts() {
        p1();
        assertError(
                wire.api.post("/proxies", "{\"name\":\"p1\",\"upstream\":\"localhost:1\"}"),
                409,
                "proxy already exists");
    }

    @Test
    void proxy_thatCannotListen_failsAndIsNotKept() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertError(
                    wire.api.post(
                            "/proxies",
                            "{\"name\":\"x\",\"listen\":\"127.0.0.1:" + taken.getLocalPort()
                                    + "\",\"upstream\":\"a:1\"}"),
                    500,
                    "listen tcp 127.0.0.1:P: bind: address already in use");
        }
        assertError(
                wire.api.post("/proxies", "{\"name\":\"x\",\"listen\":\"bad\",\"upstream\":\"a:1\"}"),
                500,
                "listen tcp: address bad: missing port in address");
        assertJson(wire.api.get("/proxies"), 200, "{}");
    }

    @Test
    void proxy_listeningEverywhere_showsTheIpv6Wildcard() {
        String expected =
                "{\"name\":\"w\",\"listen\":\"[::]:P\",\"upstream\":\"a:1\",\"enabled\":true,\"Logger\":{},\"toxics\":[]}";
        assertJson(
                wire.api.post("/proxies", "{\"name\":\"w\",\"listen\":\"0.0.0.0:0\",\"upstream\":\"a:1\"}"),
                201,
                expected);
    }

    @Test
    void proxy_createdDisabled_keepsTheTextUntilEnabled() {
        assertJson(
                wire.api.post(
                        "/proxies",
                        "{\"name\":\"d\",\"listen\":\"localhost:0\",\"upstream\":\"a:1\",\"enabled\":false}"),
                201,
                "{\"name\":\"d\",\"listen\":\"localhost:0\",\"upstream\":\"a:1\",\"enabled\":false,\"Logger\":{},\"toxics\":[]}");
        assertJson(
                wire.api.patch("/proxies/d", "{\"enabled\":true}"),
                200,
                "{\"name\":\"d\",\"listen\":\"127.0.0.1:P\",\"upstream\":\"a:1\",\"enabled\":true,\"Logger\":{},\"toxics\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH"})
    void proxy_updated_changesOnlyWhatIsGiven(String method) {
        p1();
        String before = wire.api.get("/proxies/p1").body();
        Api.Answer answer =
                wire.api.call(method, "/proxies/p1", "{\"UPSTREAM\":\"other:1\",\"name\":\"no\",\"toxics\":5}");
        assertThat(answer.body()).isEqualTo(before.replace("localhost:29999", "other:1"));
        assertError(wire.api.call(method, "/proxies/none", "{}"), 404, "proxy not found");
        assertError(
                wire.api.call(method, "/proxies/p1", "{\"listen\":\"bad\"}"),
                500,
                "address bad: missing port in address");
        assertThat(wire.api.get("/proxies/p1").body()).isEqualTo(answer.body());
    }

    @Test
    void proxy_updatedToItsOwnAddressByName_keepsItsConnections() throws IOException {
        int port = wire.proxy("p");
        Wire.Pair pair = wire.connect(port);
        wire.api.post("/proxies/p", "{\"listen\":\"localhost:" + port + "\"}");
        pair.client().getOutputStream().write(9);
        assertThat(pair.server().getInputStream().read()).isEqualTo(9);
    }

    @Test
    void toxics_createdListedShownUpdatedDeleted_readAsTheOriginals() {
        p1();
        String bandwidth = "{\"attributes\":{\"rate\":7},\"name\":\"b\",\"type\":\"bandwidth\",\"stream\":\"UPSTREAM\","
                + "\"toxicity\":0.2}";
        String changed = LATENCY.replace("\"jitter\":0", "\"jitter\":3").replace("\"toxicity\":1", "\"toxicity\":7.5");
        assertJson(wire.api.get("/proxies/p1/toxics"), 200, "[]");
        assertJson(wire.api.post("/proxies/p1/toxics", "{\"type\":\"latency\"}"), 200, LATENCY);
        assertJson(
                wire.api.post(
                        "/proxies/p1/toxics",
                        "{\"NAME\":\"b\",\"Type\":\"bandwidth\",\"stream\":\"UPSTREAM\",\"toxicity\":0.2,\"attributes\":{\"RATE\":7}} x"),
                200,
                bandwidth);
        assertJson(wire.api.get("/proxies/p1/toxics"), 200, "[" + bandwidth + "," + LATENCY + "]");
        assertJson(wire.api.get("/proxies/p1"), 200, P1.replace("[]", "[" + bandwidth + "," + LATENCY + "]"));
        assertJson(wire.api.get("/proxies/p1/toxics/b"), 200, bandwidth);
        assertJson(
                wire.api.patch(
                        "/proxies/p1/toxics/latency_downstream",
                        "{\"attributes\":{\"jitter\":3},\"toxicity\":7.5,\"stream\":\"upstream\",\"name\":\"n\"}"),
                200,
                changed);
        assertNoContent(wire.api.delete("/proxies/p1/toxics/b"));
        assertJson(wire.api.get("/proxies/p1/toxics"), 200, "[" + changed + "]");
        assertNoContent(wire.api.post("/reset", "ignored"));
        assertJson(wire.api.get("/proxies/p1/toxics"), 200, "[]");
    }

    @Test
    void noop_withNullAttributes_isAccepted() {
        p1();
        assertJson(
                wire.api.post("/proxies/p1/toxics", "{\"type\":\"noop\",\"attributes\":null,\"stream\":\"upstream\"}"),
                200,
                "{\"attributes\":{},\"name\":\"noop_upstream\",\"type\":\"noop\",\"stream\":\"upstream\",\"toxicity\":1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|400|bad request body: EOF",
                "{\"stream\":\"\",\"type\":\"latency\"}|400|stream was invalid, can be either upstream or downstream",
                "{\"stream\":\"x\",\"type\":\"x\"}|400|stream was invalid, can be either upstream or downstream",
                "{}|400|invalid toxic type",
                "{\"type\":\"Latency\"}|400|invalid toxic type",
                "{\"type\":\"packet_loss\"}|400|invalid toxic type",
                "{\"type\":\"latency\",\"name\":\"taken\"}|409|toxic already exists",
                "{\"type\":\"bandwidth\",\"attributes\":{\"rate\":\"7\"}}|400|bad request body: json: cannot unmarshal string into Go struct field BandwidthToxic.rate of type int64",
                "{\"type\":\"bandwidth\",\"attributes\":{\"rate\":1.5}}|400|bad request body: json: cannot unmarshal number 1.5 into Go struct field BandwidthToxic.rate of type int64",
                "{\"type\":\"bandwidth\",\"attributes\":{\"rate\":-1}}|400|invalid attribute: rate of a bandwidth toxic must be 0 (stall) or more KB/s: -1",
                "{\"type\":\"slicer\"}|400|invalid attribute: average_size of a slicer toxic must be 1 or more bytes: 0",
                "{\"type\":\"slicer\",\"attributes\":{\"average_size\":5,\"size_variation\":6}}|400|invalid attribute: size_variation of a slicer toxic must be from 0 to average_size (5) bytes: 6",
                "{\"type\":\"reset_peer\",\"attributes\":{\"timeout\":9223372036854775807}}|400|invalid attribute: timeout of a reset_peer toxic must be within ±4000000000000 ms: 9223372036854775807",
                "{\"type\":\"reset_peer\",\"attributes\":{\"timeout\":\"1\"}}|400|bad request body: json: cannot unmarshal string into Go struct field ResetToxic.timeout of type int64",
                "{\"type\":\"latency\",\"attributes\":{\"distribution\":\"bell\"}}|400|invalid attribute: distribution of a latency toxic must be uniform, normal or pareto: bell",
                "{\"type\":\"latency\",\"attributes\":{\"jitter\":4611686018427387904}}|400|invalid attribute: jitter of a latency toxic must be within ±4000000000000 ms: 4611686018427387904",
                "{\"type\":\"latency\",\"attributes\":{\"latency\":-9223372036854775808}}|400|invalid attribute: latency of a latency toxic must be within ±4000000000000 ms: -9223372036854775808"
            })
    void toxic_createdWrongly_isRefused(String body, int status, String error) {
        p1();
        wire.toxic("p1", "{\"type\":\"noop\",\"name\":\"taken\"}");
        assertError(wire.api.post("/proxies/p1/toxics", body), status, error);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "slow_close|{\"delay\":7}|{\"delay\":7}",
                "timeout|{}|{\"timeout\":0}",
                "reset_peer|{\"timeout\":5}|{\"timeout\":5}",
                "slicer|{\"delay\":3,\"average_size\":2}|{\"average_size\":2,\"size_variation\":0,\"delay\":3}",
                "limit_data|null|{\"bytes\":0}",
                "latency|{\"distribution\":\"uniform\"}|{\"latency\":0,\"jitter\":0}",
                "latency|{\"distribution\":\"pareto\"}|{\"latency\":0,\"jitter\":0,\"distribution\":\"pareto\"}"
            })
    void toxic_ofEachType_hasAllItsAttributesInTheOriginalsOrder(String type, String given, String attributes) {
        p1();
        assertJson(
                wire.api.post("/proxies/p1/toxics", "{\"type\":\"" + type + "\",\"attributes\":" + given + "}"),
                200,
                "{\"attributes\":" + attributes + ",\"name\":\"" + type + "_downstream\",\"type\":\"" + type
                        + "\",\"stream\":\"downstream\",\"toxicity\":1}");
    }

    @Test
    void toxic_updatedWrongly_keepsWhatItWas() {
        p1();
        wire.toxic("p1", "{\"type\":\"latency\"}");
        String toxic = "/proxies/p1/toxics/latency_downstream";
        wire.api.post(toxic, "{\"attributes\":{\"latency\":5,\"jitter\":\"x\"}}");
        assertThat(wire.api.get(toxic).body()).isEqualTo(LATENCY);
        assertError(wire.api.get("/proxies/p1/toxics/none"), 404, "toxic not found");
        assertError(wire.api.post("/proxies/p1/toxics/none", "{}"), 404, "toxic not found");
        assertError(wire.api.delete("/proxies/p1/toxics/none"), 404, "toxic not found");
        assertError(wire.api.get("/proxies/none/toxics"), 404, "proxy not found");
    }

    @Test
    void populate_createsKeepsAndReplaces() {
        String one = "{\"name\":\"p1\",\"listen\":\"localhost:0\",\"upstream\":\"localhost:29999\"}";
        assertJson(wire.api.post("/populate", "[" + one + "]"), 201, "{\"proxies\":[" + P1 + "]}");
        wire.toxic("p1", "{\"type\":\"latency\"}");
        String listen =
                Wire.object(wire.api.get("/proxies/p1").body()).get("listen").getAsString();
        assertJson(
                wire.api.post("/populate", "[" + one.replace("localhost:0", listen) + "]"),
                201,
                "{\"proxies\":[" + P1.replace("[]", "[" + LATENCY + "]") + "]}");
        assertJson(wire.api.post("/populate", "[" + one + "]"), 201, "{\"proxies\":[" + P1 + "]}");
        assertJson(wire.api.post("/populate", "[]"), 201, "{\"proxies\":null}");
    }

    @Test
    void populate_thatFails_answersInJsonWithWhatWasDone() {
        String one = "{\"name\":\"p1\",\"listen\":\"localhost:0\",\"upstream\":\"localhost:29999\"}";
        assertJson(
                wire.api.post("/populate", "[" + one + ",{}]"),
                400,
                "{\"error\":\"missing required field: name at proxy 2\",\"status\":400,\"proxies\":null}");
        assertJson(
                wire.api.post(
                        "/populate", "[" + one + "," + one.replace("p1", "p2").replace("localhost:0", "bad") + "]"),
                500,
                "{\"error\":\"listen tcp: address bad: missing port in address\",\"status\":500,\"proxies\":[" + P1
                        + "]}");
    }

    @Test
    void browser_isTurnedAwayFromRoutesOnly() {
        Api.Answer known = wire.api.call("GET", "/proxies", "", "Mozilla/5.0");
        Api.Answer unknown = wire.api.call("GET", "/x", "", "Mozilla/5.0");
        assertThat(known.status()).isEqualTo(403);
        assertThat(known.body()).isEqualTo("User agent not allowed\n");
        assertThat(known.header("content-type")).isEqualTo(TEXT);
        assertThat(unknown.status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"PUT,/proxies", "HEAD,/proxies", "DELETE,/reset", "GET,/populate", "PATCH,/proxies/p1/toxics"})
    void method_thatTheRouteDoesNotKnow_isRefusedWithoutABody(String method, String path) {
        Api.Answer answer = wire.api.call(method, path, "");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers()).doesNotContainKeys("allow", "x-toxiproxy-request-id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/x", "/proxies/", "/proxies/a%2Fb", "/proxies/p1/x", "/proxies/p1/toxics/", "/metrics"})
    void path_thatIsUnknown_isNotFoundInPlainText(String path) {
        Api.Answer answer = wire.api.get(path);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("404 page not found\n");
        assertThat(answer.header("content-type")).isEqualTo(TEXT);
        assertThat(answer.headers()).doesNotContainKey("x-toxiproxy-request-id");
    }

    static String[][] names() {
        return new String[][] {
            {"a<b>&\"\\", "a\\u003cb\\u003e\\u0026\\\"\\\\"},
            {"t\t\u0001\u001f", "t\\t\\u0001\\u001f"},
            {"\u2028\u00e9", "\\u2028\u00e9"}
        };
    }

    @ParameterizedTest
    @MethodSource("names")
    void name_withSpecialCharacters_isEscapedAsGoDoes(String name, String escaped) {
        String sent = new com.google.gson.JsonPrimitive(name).toString();
        Api.Answer answer = wire.api.post("/proxies", "{\"name\":" + sent + ",\"upstream\":\"a:1\",\"enabled\":false}");
        assertThat(answer.body()).startsWith("{\"name\":\"" + escaped + "\",\"listen\":\"\"");
    }

    @Test
    void delays_sinceNoTime_isRefusedWithAnExample() {
        p1();
        assertError(
                wire.api.get("/proxies/p1/delays?since=yesterday"),
                400,
                "since must be a time such as 2026-01-31T12:00:00.000000Z: yesterday");
    }
}
