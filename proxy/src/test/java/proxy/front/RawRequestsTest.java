package proxy.front;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests as bytes, after the test names of RFC 9112's sections: each is refused and its connection closed, or is read as exactly one
 * request. Nobody answers for the model, so that what is read well is answered with 404.
 */
class RawRequestsTest {

    private static final String LINE = "POST /v1/chat/completions HTTP/1.1\r\n";
    private static final String HOST = "Host: sluice\r\n";
    private static final String GET = "GET / HTTP/1.1\r\n" + HOST;
    private static final String POST = LINE + HOST + "Content-Type: application/json\r\n";
    private static final String BODY = "{\"model\":\"none\"}";
    private static final String LENGTH = "Content-Length: 16\r\n";
    private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String LIVE = "GET /live HTTP/1.1\r\nHost: sluice\r\n\r\n";

    private static List<FrontUnderTest.Answer> answers(String raw) throws Exception {
        try (var front = new FrontUnderTest(false)) {
            var bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
            front.send(bytes, 0, bytes.length);
            var answers = front.answers();
            assertEquals(answers.size(), front.requests(), "an answer a request");
            assertTrue(front.closed() || !answers.getLast().last(), "closed as it says");
            return answers;
        }
    }

    private static void answered(int status, String raw) throws Exception {
        assertEquals(status, answers(raw).getFirst().status());
    }

    /** Whatever follows is not read. */
    private static void refused(int status, String raw) throws Exception {
        var answers = answers(raw + LIVE);
        assertEquals(
                List.of(status),
                answers.stream().map(FrontUnderTest.Answer::status).toList(),
                raw);
        assertTrue(answers.getLast().last(), raw);
    }

    /** What follows is the next request. */
    private static void served(int status, String raw) throws Exception {
        assertEquals(
                List.of(status, 200),
                answers(raw + LIVE).stream().map(FrontUnderTest.Answer::status).toList(),
                raw);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "+16",
                "-16",
                "0x10",
                "16,16",
                "16, 16",
                "16 16",
                "16;",
                "16.0",
                "1e1",
                "\u0661",
                "\"16\"",
                "16\u000b",
                "\u000c16",
                "16\u0000",
                "16\u00a0",
                "9999999999999999999",
                "16\r",
                "16L",
                "_16",
                "1_6",
                "sixteen"
            })
    void a_length_is_digits_and_nothing_else(String length) throws Exception {
        refused(400, POST + "Content-Length: " + length + "\r\n\r\n" + BODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"16", " 16", "\t16", "16 ", "16\t", "016", "000000000000000016"})
    void a_length_may_have_white_space_around_it_and_zeros_before_it(String length) throws Exception {
        served(404, POST + "Content-Length:" + length + "\r\n\r\n" + BODY);
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Length: 16, Content-Length: 16",
        "Content-Length: 16, Content-Length: 17",
        "Content-Length: 0, content-length: 16",
        "Content-Length: 16, Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked, Content-Length: 16",
        "transfer-encoding: chunked, CONTENT-LENGTH: 0",
        "Transfer-Encoding: chunked, Transfer-Encoding: chunked",
        "Transfer-Encoding: identity, Transfer-Encoding: chunked",
        "Content-Length: 16, Transfer-Encoding: identity",
        "Host: a, Host: a",
        "Host: a, host: b",
        "Authorization: a, authorization: b",
        "api-key: a, Api-Key: b",
        "Content-Type: application/json, Content-Type: text/plain",
        "Expect: 100-continue, Expect: 100-continue"
    })
    void what_decides_something_comes_once(String one, String other) throws Exception {
        var host = one.startsWith("Host") ? "" : HOST;
        refused(400, LINE + host + one + "\r\n" + other + "\r\n\r\n" + BODY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gzip",
                "gzip, chunked",
                "chunked, gzip",
                "chunked, chunked",
                "chunked,",
                ",chunked",
                "identity",
                "xchunked",
                "chunkedx",
                "chunked;q=1",
                "\"chunked\"",
                "'chunked'",
                "chunked chunked",
                "chunked\u00a0",
                "\u00e7hunked",
                "c hunked",
                "trailers"
            })
    void a_coding_is_chunked_and_nothing_else(String coding) throws Exception {
        refused(501, POST + "Transfer-Encoding: " + coding + "\r\n\r\n10\r\n" + BODY + "\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunked", " chunked", "\tchunked ", "Chunked", "CHUNKED"})
    void chunked_is_known_in_any_case(String coding) throws Exception {
        served(404, POST + "Transfer-Encoding:" + coding + "\r\n\r\n10\r\n" + BODY + "\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length : 16",
                "Content-Length\t: 16",
                " Content-Length: 16",
                "\tContent-Length: 16",
                ": 16",
                ":",
                "",
                "Content-Length",
                "Content Length: 16",
                "Content-Length\u0000: 16",
                "(Content-Length): 16",
                "Content-Length[]: 16",
                "Content-Length=: 16",
                "\"Content-Length\": 16",
                "Content/Length: 16",
                "Content-Length;: 16",
                "Content-Length\u00a0: 16",
                "C\u00f6ntent-Length: 16",
                "Content-Length,X: 16",
                "X: a\r\n b",
                "X: a\r\n\tb",
                "X:\r\n b",
                "X: a\r\n \r\nY: b",
                "@: x",
                "{}: x",
                "\u007fX: a",
                "X\u0001: a"
            })
    void a_field_is_a_token_a_colon_and_one_line(String field) throws Exception {
        refused(400, POST + (field.isEmpty() ? "\n" : field + "\r\n") + LENGTH + "\r\n" + BODY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000",
                "\u0001",
                "\u0007",
                "\b",
                "\u000b",
                "\f",
                "\u000e",
                "\u001b[2J",
                "\u001f",
                "\u007f",
                "\r",
                "\n",
                "\n\r"
            })
    void a_value_has_no_control_characters(String control) throws Exception {
        refused(400, POST + "X-A: a" + control + "b\r\n" + LENGTH + "\r\n" + BODY);
    }

    /** Each line end of a request in turn, spelt in each wrong way. */
    static Stream<Arguments> wrongLineEnds() {
        var whole = CHUNKED + "10\r\n" + BODY + "\r\n0\r\n\r\n";
        var ends = IntStream.range(0, whole.length())
                .filter(at -> whole.startsWith("\r\n", at))
                .boxed()
                .toList();
        return ends.stream()
                .flatMap(at -> Stream.of("\n", "\r", "\n\r", "\r\r\n", " \n", "\r \n", "\0\r\n")
                        .map(wrong ->
                                Arguments.of(at, wrong, whole.substring(0, at) + wrong + whole.substring(at + 2))));
    }

    @ParameterizedTest(name = "at {0}")
    @MethodSource("wrongLineEnds")
    void a_line_ends_with_CR_LF_and_nothing_else(int at, String wrong, String raw) throws Exception {
        var statuses =
                answers(raw + LIVE).stream().map(FrontUnderTest.Answer::status).toList();
        // A lone CR where the body ends may be the beginning of more; then there is no answer yet, and never another
        // one.
        assertTrue(statuses.isEmpty() || statuses.equals(List.of(400)), at + ": " + statuses);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET  /live HTTP/1.1",
                "GET /live  HTTP/1.1",
                " GET /live HTTP/1.1",
                "GET /live HTTP/1.1 ",
                "GET\t/live HTTP/1.1",
                "GET /live\tHTTP/1.1",
                "GET /live",
                "GET",
                "",
                "/live HTTP/1.1",
                "GET HTTP/1.1",
                "GET /a b HTTP/1.1",
                "get /live HTTP/1.1",
                "Get /live HTTP/1.1",
                "G\u0000T /live HTTP/1.1",
                "GET: /live HTTP/1.1",
                "G-T /live HTTP/1.1",
                "GETGETGETGETGETGET /live HTTP/1.1",
                "G\u00c9T /live HTTP/1.1",
                "GET live HTTP/1.1",
                "GET * HTTP/1.1",
                "OPTIONS * HTTP/1.1",
                "CONNECT a:443 HTTP/1.1",
                "GET http://a/live HTTP/1.1",
                "GET //a/live?\u0000 HTTP/1.1",
                "GET /li\u00e9ve HTTP/1.1",
                "GET /l\u007five HTTP/1.1",
                "GET ?x HTTP/1.1",
                "GET #x HTTP/1.1",
                "GET \\live HTTP/1.1",
                "GET /live http/1.1",
                "GET /live HTTP/1",
                "GET /live HTTP/11",
                "GET /live HTTP/1,1",
                "GET /live HTTP/1.1x",
                "GET /live HTTP/1.10",
                "GET /live HTTPS/1.1",
                "GET /live HTTP/-1.1",
                "GET /live HTTP/1.\u0661",
                "GET /live HTTP/ 1.1",
                "GET /live HTTP /1.1"
            })
    void a_request_line_is_a_method_a_path_and_a_version(String line) throws Exception {
        refused(400, line + "\r\n" + HOST + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.9", "1.0", "1.2", "1.9", "2.0", "3.0", "9.9", "0.0"})
    void no_other_version_is_spoken(String version) throws Exception {
        refused(505, "GET /live HTTP/" + version + "\r\n" + HOST + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/live/",
                "//live",
                "/./live",
                "/v1/../live",
                "/%6cive",
                "/live%00",
                "/live;a=b",
                "/LIVE",
                "/live%2f",
                "/v1%2fmodels",
                "/openai/..%2flive",
                "/%2e%2e/live",
                "/live\\",
                "/openai/deployments/a%2fb/embeddings",
                "/",
                "/live."
            })
    void a_path_is_that_of_the_table_or_nowhere(String path) throws Exception {
        served(404, "GET " + path + " HTTP/1.1\r\n" + HOST + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "g",
                "-10",
                "+10",
                "0x10",
                " 10",
                "10 0",
                "1_0",
                "\u0661",
                "10,",
                "ffffffff",
                "100000000",
                "ffffffffffffffff",
                "10000000000000010",
                "\u000010",
                "1\u00000",
                "\t10",
                "10\u000b",
                ";a=b",
                "10\u0000"
            })
    void a_chunk_begins_with_its_size_in_hexadecimal(String size) throws Exception {
        var statuses = answers(CHUNKED + size + "\r\n" + BODY + "\r\n0\r\n\r\n" + LIVE).stream()
                .map(FrontUnderTest.Answer::status)
                .toList();
        assertTrue(List.of(List.of(400), List.of(413)).contains(statuses), size + ": " + statuses);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "f\r\n{\"model\":\"none\"}\r\n0\r\n\r\n", "11\r\n{\"model\":\"none\"}\r\n0\r\n\r\n",
                "10\r\n{\"model\":\"none\"}0\r\n\r\n", "10\r\n{\"model\":\"none\"}x\r\n0\r\n\r\n",
                "10\r\n{\"model\":\"none\"}\r\n0\r\nX", "10\r\n{\"model\":\"none\"}\r\n0\r\n X: a\r\n\r\n",
                "10\r\n{\"model\":\"none\"}\r\n0\r\nX a\r\n\r\n",
                        "10\r\n{\"model\":\"none\"}\r\n0\r\nX: a\nY: b\r\n\r\n",
                "10\r\n{\"model\":\"none\"}\r\n0\r\nX: a\r\n b\r\n\r\n",
                        "10\r\n{\"model\":\"none\"}\r\n0\r\n: a\r\n\r\n",
                "10\r\n{\"model\":\"none\"}\r\n0\r\nX\u0000: a\r\n\r\n", "10\r\n{\"model\":\"none\"}\r\n\r\n0\r\n\r\n"
            })
    void chunks_and_trailers_that_do_not_fit_are_never_followed_by_another_request(String body) throws Exception {
        var answers = answers(CHUNKED + body + LIVE);
        assertTrue(answers.stream().noneMatch(answer -> answer.status() == 200), body + ": " + answers);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10\r\n{\"model\":\"none\"}\r\n0\r\n\r\n",
                "00010\r\n{\"model\":\"none\"}\r\n000\r\n\r\n",
                "10;a=b\r\n{\"model\":\"none\"}\r\n0;c\r\n\r\n",
                "8\r\n{\"model\"\r\n8\r\n:\"none\"}\r\n0\r\n\r\n",
                "10\r\n{\"model\":\"none\"}\r\n0\r\nX-Sum: a\r\n\r\n",
                "10\r\n{\"model\":\"none\"}\r\n0\r\nContent-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n",
                "10\r\n{\"model\":\"none\"}\r\n0\r\nHost: evil\r\nAuthorization: Bearer x\r\n\r\n"
            })
    void trailers_and_extensions_of_chunks_mean_nothing(String body) throws Exception {
        served(404, CHUNKED + body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100-continu",
                "100-continue, x",
                "continue",
                "200-ok",
                "\"100-continue\"",
                "100-continue;q=1",
                "100 continue"
            })
    void no_other_expectation_can_be_met(String expectation) throws Exception {
        refused(417, POST + LENGTH + "Expect: " + expectation + "\r\n\r\n" + BODY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization",
                "Authorization",
                "close, authorization",
                "authorization,close",
                " api-key",
                "api-key\t",
                "host",
                "content-length",
                "content-type",
                "transfer-encoding",
                "x-ms-client-principal",
                "close,,content-length",
                "x-anything"
            })
    void no_field_that_must_be_seen_is_named_as_one_for_this_hop(String option) throws Exception {
        refused(400, POST + LENGTH + "Connection: " + option + "\r\n\r\n" + BODY);
    }

    @ParameterizedTest
    @CsvSource({"8192, 404", "8193, 414", "20000, 414"})
    void a_request_line_has_a_longest_length(int bytes, int status) throws Exception {
        answered(status, "GET /" + "a".repeat(bytes - "GET / HTTP/1.1".length()) + " HTTP/1.1\r\n" + HOST + "\r\n");
    }

    @ParameterizedTest
    @CsvSource({"16384, 404", "16385, 431", "32768, 431", "1000000, 431"})
    void a_field_has_a_longest_length(int bytes, int status) throws Exception {
        answered(status, GET + "A: " + "b".repeat(bytes - 3) + "\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({"99, 404", "100, 431", "1000, 431"})
    void there_are_not_more_than_a_hundred_fields(int more, int status) throws Exception {
        answered(status, GET + "A: b\r\n".repeat(more) + "\r\n");
    }
}
