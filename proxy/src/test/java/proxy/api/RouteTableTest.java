package proxy.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {

    @ParameterizedTest
    @CsvSource({"'', Stored", "&other=1, Nowhere"})
    void a_query_that_is_as_long_as_it_may_be_takes_no_more_of_the_stack(String end, String route) throws Exception {
        var query = "limit=1" + "&limit=1".repeat(1_000) + end;
        var match = new CompletableFuture<Object>();
        new Thread(
                        null,
                        () -> match.completeAsync(
                                () -> RouteTable.match("GET", "/openai/v1/responses/resp_1?" + query), Runnable::run),
                        "small",
                        256 * 1024)
                .start();
        assertEquals(route, match.get().getClass().getSimpleName());
    }
}
