package dev.blackstart.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionTest {

    @ParameterizedTest
    @CsvSource({
        "grpc:50051, GRPC, 50051, ''",
        "grpc:50051/my.Service, GRPC, 50051, my.Service",
        "http:8080/healthz?x=1, HTTP, 8080, /healthz?x=1",
        "http:8080, HTTP, 8080, /",
        "tcp:6379, TCP, 6379, ''",
        "redis:6379, REDIS, 6379, ''",
        "postgres:5432, POSTGRES, 5432, ''"
    })
    void parse_wellWritten_readsProtocolPortAndDetail(String text, Protocol protocol, int port, String detail) {
        assertThat(Question.parse(text)).isEqualTo(new Question(protocol, port, detail));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "50051 | has no port; write grpc:50051",
                "htp:80 | unknown protocol 'htp'; known: grpc, http, redis, postgres, tcp (did you mean http?)",
                "tcp:x | the port must be a number in 1..65535: 'x'",
                "tcp:0 | port must be in 1..65535: 0",
                "tcp:65536 | port must be in 1..65535: 65536",
                "redis:1/a | redis takes a port and nothing else: '/a'",
                "http:1/a b | must begin with / and have no spaces: '/a b'"
            })
    void parse_badlyWritten_saysWhatWouldDo(String text, String message) {
        assertThatThrownBy(() -> Question.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("ready: ")
                .hasMessageContaining(message);
    }
}
