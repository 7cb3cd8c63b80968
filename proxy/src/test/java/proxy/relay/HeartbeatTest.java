package proxy.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import proxy.io.Backstop;

class HeartbeatTest implements Backstop {

    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelDuplexHandler());
    private final List<Throwable> broke = new ArrayList<>();

    @Override
    public void broke(Throwable cause) {
        broke.add(cause);
    }

    @Override
    public EventExecutor loop() {
        return channel.eventLoop();
    }

    @Test
    void the_request_hears_of_a_beat_that_breaks() {
        channel.freezeTime();
        var fault = new IllegalStateException("unforeseen");
        new Heartbeat(this, Duration.ofSeconds(1), () -> {
                    throw fault;
                })
                .start();
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertEquals(List.of(fault), broke);
    }
}
