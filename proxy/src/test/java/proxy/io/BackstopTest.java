package proxy.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackstopTest {

    private static final RuntimeException FAULT = new IllegalStateException("unforeseen");

    private final EventExecutor loop = new DefaultEventExecutor();
    private final CompletableFuture<Throwable> heard = new CompletableFuture<>();
    private final Backstop backstop = new Backstop() {

        @Override
        public void broke(Throwable cause) {
            heard.complete(cause);
        }

        @Override
        public EventExecutor loop() {
            return loop;
        }
    };

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private void assertHeard() throws Exception {
        assertSame(FAULT, heard.get(10, TimeUnit.SECONDS));
    }

    @Test
    void a_step_that_is_run_is_heard_of_when_it_breaks() throws Exception {
        backstop.run(() -> {
            throw FAULT;
        });
        assertHeard();
    }

    @Test
    void what_comes_after_something_is_known_is_heard_of_when_it_breaks() throws Exception {
        backstop.after(CompletableFuture.completedFuture("known"), (known, failure) -> {
            assertEquals("known", known);
            throw FAULT;
        });
        assertHeard();
    }

    @Test
    void what_comes_after_work_beside_the_loop_is_heard_of_when_it_breaks() throws Exception {
        backstop.aside(() -> "done", (done, failure) -> {
            assertEquals("done", done);
            throw FAULT;
        });
        assertHeard();
    }

    @Test
    void work_that_fails_is_told_to_who_waits_for_it() throws Exception {
        backstop.aside(
                () -> {
                    throw FAULT;
                },
                (done, failure) -> heard.complete(failure));
        assertHeard();
    }
}
