package proxy.relay;

import io.netty.buffer.ByteBuf;
import proxy.io.Fields;
import proxy.observe.Reason;

/** The client's side of an answer that is passed on. Its good end is for whoever has it passed on. Lives on one event loop. */
public interface Downstream {

    /** Begins an answer whose body follows. @param chunked whether no field tells how long it is */
    void begin(int status, Fields fields, boolean chunked);

    /** Takes a part of the body over. */
    void part(ByteBuf part);

    /** Whether what is written leaves, rather than waits for the client. */
    boolean takesMore();

    void flush();

    /** Breaks the answer off, short of the length or the last chunk that was announced. */
    void breakOff(Reason reason);

    /** Breaks a stream off between two events, with a last one that says why. */
    void breakOffStream(Reason reason, String message);
}
