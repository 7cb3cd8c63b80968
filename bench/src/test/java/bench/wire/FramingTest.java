package bench.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramingTest {

    private static final String MESSAGES = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
            + "HTTP/1.1 429 No\r\nRetry-After-Ms: 1500\r\ncontent-length: 0\r\n\r\n"
            + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nt: u\r\n\r\n"
            + "GET /status HTTP/1.1\r\n\r\n";

    private static List<String> cut(int step) {
        var seen = new ArrayList<String>();
        var body = new StringBuilder();
        var channel = new EmbeddedChannel(new Framing() {
            @Override
            protected void onHead(ChannelHandlerContext ctx, Head head) {
                seen.add(head.text().substring(0, head.text().indexOf("\r\n")) + " " + head.number("retry-after-ms"));
            }

            @Override
            protected void onBody(ChannelHandlerContext ctx, ByteBuf piece) {
                body.append(piece.toString(StandardCharsets.US_ASCII));
            }

            @Override
            protected void onEnd(ChannelHandlerContext ctx) {
                seen.add(body.toString());
                body.setLength(0);
            }
        });
        var bytes = MESSAGES.getBytes(StandardCharsets.US_ASCII);
        for (var from = 0; from < bytes.length; from += step) {
            channel.writeInbound(Unpooled.copiedBuffer(bytes, from, Math.min(step, bytes.length - from)));
        }
        channel.finishAndReleaseAll();
        return seen;
    }

    @Test
    void messages_are_found_wherever_the_network_cuts_them() {
        var whole = List.of(
                "http/1.1 200 ok -1",
                "hello",
                "http/1.1 429 no 1500",
                "",
                "http/1.1 200 ok -1",
                "abc0123456789",
                "get /status http/1.1 -1",
                "");
        for (var step = 1; step <= MESSAGES.length(); step++) {
            assertEquals(whole, cut(step), "in pieces of " + step);
        }
    }

    @Test
    void a_head_gives_its_parts() {
        var head = new Head("post /a?b=c http/1.1\r\nhost: x\r\nretry-after: soon\r\n\r\n");
        assertEquals("post", head.method());
        assertEquals("/a?b=c", head.path());
        assertEquals("soon", head.field("retry-after"));
        assertEquals(-1, head.number("retry-after"));
        assertEquals("", head.field("cookie"));
        assertEquals(503, new Head("http/1.1 503 x\r\n\r\n").status());
    }
}
