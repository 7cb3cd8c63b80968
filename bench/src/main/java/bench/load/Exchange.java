package bench.load;

import bench.wire.Head;
import io.netty.buffer.ByteBuf;

/** Hears of one request. Exactly one of {@link #end} and {@link #broken} is the last call. */
interface Exchange {

    void head(Head head);

    /** @param piece valid during the call */
    void piece(ByteBuf piece);

    void end();

    /** The connection failed or was closed before the end. */
    void broken();
}
