package bench.load;

import bench.wire.Head;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** A fixed number of clients, each of which asks again as soon as it is answered. For cost, not for latency. */
public final class ClosedLoad {

    private final Connections connections;
    private final Arrival arrival;
    private final IntFunction<String> fields;
    private boolean running = true;
    private long answered;
    private long events;
    private long failed;
    private long begun;
    private int live;

    /** @param fields more lines of the head, by client */
    public ClosedLoad(Connections connections, Arrival arrival, IntFunction<String> fields) {
        this.connections = connections;
        this.arrival = arrival;
        this.fields = fields;
    }

    /** Adds clients, so many every ten milliseconds. */
    public void start(EventLoop loop, int clients, int atOnce) {
        for (var added = 0; added < atOnce && live < clients; added++) {
            new Client(live++).ask();
        }
        if (live < clients && running) {
            loop.schedule(() -> start(loop, clients, atOnce), 10, TimeUnit.MILLISECONDS);
        }
    }

    public void stop() {
        running = false;
    }

    /** Answers that ended with 200. */
    public long answered() {
        return answered;
    }

    /** Events of streams that arrived. */
    public long events() {
        return events;
    }

    /** Answers that began with 200. */
    public long begun() {
        return begun;
    }

    public long failed() {
        return failed;
    }

    private final class Client implements Exchange {

        private final String extra;
        private int status;

        Client(int number) {
            extra = fields.apply(number);
        }

        void ask() {
            connections.send(arrival.request(ByteBufAllocator.DEFAULT, extra), this);
        }

        @Override
        public void head(Head head) {
            status = head.status();
            begun += status == 200 ? 1 : 0;
        }

        @Override
        public void piece(ByteBuf piece) {
            if (!arrival.stream()) {
                return;
            }
            for (var index = piece.readerIndex(); index + 1 < piece.writerIndex(); index++) {
                if (piece.getShort(index) == 0x0A0A) {
                    events++;
                }
            }
        }

        @Override
        public void end() {
            answered += status == 200 ? 1 : 0;
            failed += status == 200 ? 0 : 1;
            again();
        }

        @Override
        public void broken() {
            failed++;
            again();
        }

        private void again() {
            if (running) {
                ask();
            }
        }
    }
}
