package proxy.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeldEventsTest {

    @Test
    void an_event_that_nobody_can_take_is_not_kept() {
        var heap = new UnpooledByteBufAllocator(false);
        var held = new HeldEvents(heap);
        held.add(Unpooled.wrappedBuffer(new byte[10]), Map.of());
        assertThrows(
                IllegalStateException.class,
                () -> held.releaseAll(event -> {
                    throw new IllegalStateException("unforeseen");
                }));
        held.close();
        assertEquals(0, held.bytes());
        assertEquals(0, heap.metric().usedHeapMemory());
    }
}
