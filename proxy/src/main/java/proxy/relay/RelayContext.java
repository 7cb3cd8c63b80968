package proxy.relay;

import io.netty.buffer.ByteBufAllocator;
import proxy.config.ProxyConfig;
import proxy.io.Backstop;
import proxy.io.MemoryBudget;

/** What a relay works with, of the request whose answer it passes on. */
public interface RelayContext {

    ByteBufAllocator allocator();

    /** Hears of what breaks later, and ends the request. */
    Backstop backstop();

    /** Where the answer goes. */
    Downstream reply();

    /** The bounds of streams. */
    ProxyConfig.Streams streams();

    /** What all requests together may keep. */
    MemoryBudget memory();
}
