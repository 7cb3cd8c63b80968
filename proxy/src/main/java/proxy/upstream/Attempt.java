package proxy.upstream;

import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import proxy.upstream.AttemptListener.Failure;

/**
 * One request to one account. A reused connection that breaks at once, before any byte of an answer, was in all likelihood closed while it
 * was idle: the request is sent once more on a fresh one, if the listener agrees, which is the only repetition here. After {@link #cancel}
 * or {@link #discard} the listener hears nothing more.
 */
public final class Attempt {

    private static final int MAX_DISCARDED_BYTES = 64 * 1024;
    /** The rest of a refusal comes with its head, or soon: an account that takes longer may still be at work, for nobody. */
    private static final Duration MAX_DISCARDING = Duration.ofMillis(50);
    /** A connection that was closed while it was idle says so within a round trip; later, the account may have done the work. */
    private static final long MAX_REPAIR_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ConnectionPool pool;
    private final Target target;
    private final Duration firstByte;
    private final Duration idle;
    private AttemptListener listener;

    /** Until an answer begins: a stream keeps no prompt. */
    private Upstream.Request request;

    private Promise<UpstreamConnection> connecting;
    private UpstreamConnection connection;
    private ChannelFuture written;
    private long lastRead;
    private long sentAt;
    private boolean reused;
    private boolean over;
    private boolean keepAlive;
    private boolean answering;
    private boolean anyByte;

    Attempt(
            ConnectionPool pool,
            Target target,
            Upstream.Request request,
            AttemptListener listener,
            Duration firstByte,
            Duration idle) {
        this.pool = pool;
        this.target = target;
        this.request = request;
        this.listener = listener;
        this.firstByte = firstByte;
        this.idle = idle;
    }

    /** Sends the request; the listener may hear of a failure before this returns. */
    public void start() {
        var idleConnection = pool.takeIdle(target);
        if (idleConnection.isPresent()) {
            reused = true;
            send(idleConnection.get());
        } else {
            connect();
        }
    }

    /** The same on a fresh connection, which cannot have been closed while it was idle. */
    public void startFresh() {
        connect();
    }

    /** Whether the account may have the request; not while its connection is still being made. */
    public boolean sent() {
        return written != null;
    }

    /** Ends the attempt at once, started or not: the account sees the connection close, or never sees it whole. */
    public void cancel() {
        if (over) {
            return;
        }
        over();
        if (connection != null) {
            Connector.abort(connection.channel());
        } else if (connecting != null) {
            connecting.cancel(false);
        }
    }

    /** Ends the attempt for the listener, but reads a short rest of the answer so that the connection can be used again. */
    public void discard() {
        listener = new Discarding(this, MAX_DISCARDED_BYTES);
        if (!over) {
            connection.deadline().set(MAX_DISCARDING, this::cancel);
            read(true);
        }
    }

    /** Stops or resumes reading the answer: back-pressure from the client. */
    public void read(boolean on) {
        lastRead = System.nanoTime();
        if (connection != null && !over) {
            connection.channel().config().setAutoRead(on);
        }
    }

    private void connect() {
        connection = null;
        written = null;
        connecting = pool.connect(target);
        connecting.addListener((Future<UpstreamConnection> connected) -> {
            if (over) {
                if (connected.isSuccess()) {
                    connected.getNow().channel().close();
                }
            } else if (connected.isSuccess()) {
                sendOnceConnected(connected.getNow());
            } else {
                var failure = connected.cause() instanceof SSLException ? Failure.TLS : Failure.CONNECT;
                over();
                tell(failure, String.valueOf(connected.cause()));
            }
        });
    }

    /** Who started the attempt has returned: the listener hears what breaks. */
    private void sendOnceConnected(UpstreamConnection to) {
        try {
            send(to);
        } catch (RuntimeException | Error e) {
            broke(e, listener);
        }
    }

    private void send(UpstreamConnection to) {
        connection = to;
        connection.assign(this);
        connection.deadline().set(firstByte, () -> fail(Failure.TIMEOUT, "no first byte"));
        sentAt = System.nanoTime();
        written = request.write(connection.channel(), target);
    }

    void read(Object message) {
        anyByte = true;
        if (over) {
            return;
        }
        // One that breaks after it has discarded the rest hears of it, too.
        var hears = listener;
        try {
            if (message instanceof HttpObject object) {
                take(object);
            }
        } catch (RuntimeException | Error e) {
            broke(e, hears);
        }
    }

    private void take(HttpObject message) {
        HttpObject read;
        try {
            read = connection.reader().read(message);
        } catch (AnswerReader.Unusable e) {
            fail(e.failure(), e.getMessage());
            return;
        }
        if (read instanceof HttpResponse head) {
            head(head);
        } else if (read instanceof HttpContent part) {
            body(part);
        }
    }

    void readComplete() {
        if (over) {
            return;
        }
        lastRead = System.nanoTime();
        if (answering) {
            var hears = listener;
            try {
                hears.onPause();
            } catch (RuntimeException | Error e) {
                broke(e, hears);
            }
        }
    }

    private void broke(Throwable cause, AttemptListener hears) {
        cancel();
        hears.onBroken(cause);
    }

    /** Ends the attempt because of the connection, unless a fresh one may repair it. */
    void fail(Failure failure, String cause) {
        if (over) {
            return;
        }
        if (failure == Failure.RESET && closedWhileIdle() && listener.mayResend()) {
            reused = false;
            connection.assign(null);
            connection.channel().close();
            connect();
            return;
        }
        // The account sees its connection close before another one gets the request.
        over();
        Connector.abort(connection.channel());
        tell(failure, cause);
    }

    private boolean closedWhileIdle() {
        return reused && !anyByte && System.nanoTime() - sentAt < MAX_REPAIR_NANOS;
    }

    private void head(HttpResponse head) {
        answering = true;
        request = null;
        keepAlive = HttpUtil.isKeepAlive(head);
        connection.deadline().set(idle, this::checkIdle);
        listener.onHead(head);
    }

    private void body(HttpContent part) {
        if (part.content().isReadable()) {
            listener.onBody(part.content());
        }
        if (part instanceof LastHttpContent && !over) {
            over();
            if (keepAlive && written.isSuccess()) {
                pool.giveBack(connection);
            } else {
                connection.channel().close();
            }
            listener.onEnd();
        }
    }

    private void checkIdle() {
        var silent = System.nanoTime() - lastRead;
        var paused = !connection.channel().config().isAutoRead();
        if (!paused && silent >= idle.toNanos()) {
            fail(Failure.TIMEOUT, "silent within the answer");
        } else {
            connection.deadline().set(paused ? idle : idle.minusNanos(silent), this::checkIdle);
        }
    }

    private void tell(Failure failure, String cause) {
        try {
            listener.onFailure(failure, cause);
        } catch (RuntimeException | Error e) {
            listener.onBroken(e);
        }
    }

    private void over() {
        over = true;
        if (connection != null) {
            connection.deadline().clear();
        }
    }
}
