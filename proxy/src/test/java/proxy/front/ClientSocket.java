package proxy.front;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DuplexChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A channel in memory whose directions can be closed one by one, as those of a socket. */
final class ClientSocket extends EmbeddedChannel implements DuplexChannel {

    private boolean outputShutdown;

    ClientSocket() {
        super(false, false);
    }

    /** Everything that was written, in ISO 8859-1. */
    String written() throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (ByteBuf part = readOutbound(); part != null; part = readOutbound()) {
            part.readBytes(bytes, part.readableBytes());
            part.release();
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public boolean isOutputShutdown() {
        return outputShutdown;
    }

    @Override
    public ChannelFuture shutdownOutput() {
        outputShutdown = true;
        return newSucceededFuture();
    }

    @Override
    public ChannelFuture shutdownOutput(ChannelPromise promise) {
        shutdownOutput();
        return promise.setSuccess();
    }

    @Override
    public boolean isInputShutdown() {
        return false;
    }

    @Override
    public ChannelFuture shutdownInput() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ChannelFuture shutdownInput(ChannelPromise promise) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public ChannelFuture shutdown() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ChannelFuture shutdown(ChannelPromise promise) {
        throw new UnsupportedOperationException();
    }
}
