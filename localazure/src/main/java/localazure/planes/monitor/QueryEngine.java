package localazure.planes.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** Answers Kusto queries over rows that it is given. */
interface QueryEngine extends AutoCloseable {
    /**
     * @param from rows before this time are not seen
     * @param now nor those of this time or later
     * @param tables rows by table
     * @return {@code {"columns":[{"name","type"}],"rows":[[…]]}}
     * @throws NotEvaluated when the query is faulty or asks for what the engine does not know
     */
    JsonNode answer(String query, Instant from, Instant now, ObjectNode tables) throws NotEvaluated;

    @Override
    default void close() {}
}
