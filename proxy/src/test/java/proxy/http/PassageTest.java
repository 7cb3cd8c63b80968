package proxy.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import proxy.api.Operation;
import proxy.observe.Reason;
import proxy.observe.TokenUsage;
import proxy.relay.Relay;

class PassageTest {

    /** Tells its fault within a part, and by it. */
    private static final class Twice implements Relay {

        private final Fault fault;
        private Passer passer;

        private Twice(Fault fault) {
            this.fault = fault;
        }

        @Override
        public void passer(Passer by) {
            passer = by;
        }

        @Override
        public Fault part(ByteBuf part) {
            passer.goesOn(fault);
            return fault;
        }

        @Override
        public boolean begun() {
            return false;
        }

        @Override
        public boolean end() {
            return false;
        }

        @Override
        public boolean cut() {
            return false;
        }

        @Override
        public boolean failureTold() {
            return false;
        }

        @Override
        public TokenUsage usage() {
            return TokenUsage.UNKNOWN;
        }

        @Override
        public void breakOff(Reason reason, String message) {
            throw new AssertionError("nothing has begun");
        }

        @Override
        public void close() {}
    }

    @ParameterizedTest
    @EnumSource(names = {"OVERLOADED", "TOO_LARGE"})
    void a_fault_that_is_told_twice_ends_the_answer_once(Relay.Fault fault) {
        try (var client = new RelayUnderTest(Operation.CHAT_COMPLETIONS, false)) {
            client.passage(new Twice(fault)).part(Unpooled.EMPTY_BUFFER);
            assertEquals(1, client.answers());
        }
    }
}
