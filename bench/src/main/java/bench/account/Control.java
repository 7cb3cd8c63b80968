package bench.account;

import bench.wire.Framing;
import bench.wire.Head;
import bench.wire.Loop;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The control port of the simulator, and the endpoints that a proxy with everything on needs besides accounts: {@code GET /stats},
 * {@code POST /reset}, {@code POST /behaviour} (some fields of {@link Behaviour}), {@code POST /faults} ({@code {"pool","kind"}},
 * see {@link Fault}), {@code DELETE /faults}, {@code GET /keys} (key set), {@code GET /token} (a caller's), {@code GET /identity}.
 */
public final class Control {

    private static final JsonMapper JSON = new JsonMapper();

    private final Simulator simulator;
    private final Issuer issuer;

    private Control(Simulator simulator, Issuer issuer) {
        this.simulator = simulator;
        this.issuer = issuer;
    }

    public static Channel listen(Loop loop, int port, Simulator simulator, Issuer issuer) {
        var control = new Control(simulator, issuer);
        return loop.listen(port, () -> control.new Connection());
    }

    String answer(String method, String path, JsonNode body) throws JsonProcessingException {
        return switch (method + " " + path) {
            case "get /keys" -> issuer.jwks();
            case "get /token" -> JSON.writeValueAsString(Map.of("token", issuer.token("caller")));
            case "get /identity" -> "{\"access_token\":\"" + "t".repeat(1_200) + "\",\"expires_on\":\"4102444800\"}";
            case "get /stats" -> stats();
            case "post /reset" -> {
                simulator.reset(0);
                yield "{}";
            }
            case "post /behaviour" -> {
                simulator.behave(JSON.treeToValue(merged(body), Behaviour.class));
                yield JSON.writeValueAsString(simulator.behaviour());
            }
            case "post /faults" -> {
                simulator.fault(
                        pool(body.path("pool").asText()),
                        Fault.of(body.path("kind").asText()));
                yield "{}";
            }
            case "delete /faults" -> {
                simulator.heal();
                yield "{}";
            }
            default -> throw new IllegalArgumentException(method + " " + path + ": no such call");
        };
    }

    private static JsonNode merged(JsonNode change, JsonNode base) {
        var merged = base.<ObjectNode>deepCopy();
        change.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
        return merged;
    }

    private JsonNode merged(JsonNode change) {
        return merged(change, JSON.valueToTree(simulator.behaviour()));
    }

    private int pool(String name) {
        var pools = simulator.fleet().pools();
        for (var pool = 0; pool < pools.size(); pool++) {
            if (pools.get(pool).name().equals(name)) {
                return pool;
            }
        }
        throw new IllegalArgumentException("pool: " + name + " (expected: one of the configuration)");
    }

    private String stats() throws JsonProcessingException {
        var tally = simulator.tally();
        var stats = new LinkedHashMap<String, Object>();
        stats.put("runMillis", simulator.now());
        for (var pool = 0; pool < simulator.fleet().pools().size(); pool++) {
            var counts = new LinkedHashMap<String, Object>();
            counts.put("attempts", tally.attempts[pool]);
            counts.put("admitted", tally.admitted[pool]);
            counts.put("refused", tally.refused[pool]);
            counts.put("left", simulator.read(pool));
            stats.put(simulator.fleet().pools().get(pool).name(), counts);
        }
        stats.put("insideWait", tally.insideWait);
        stats.put("paidTwice", tally.paidTwice);
        stats.put("abandoned", tally.abandoned);
        return JSON.writeValueAsString(stats);
    }

    private final class Connection extends Framing {

        private Head head;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        @Override
        protected void onHead(ChannelHandlerContext ctx, Head next) {
            head = next;
            body.reset();
        }

        @Override
        protected void onBody(ChannelHandlerContext ctx, ByteBuf piece) {
            var bytes = new byte[piece.readableBytes()];
            piece.readBytes(bytes);
            body.writeBytes(bytes);
        }

        @Override
        protected void onEnd(ChannelHandlerContext ctx) {
            try {
                var json = body.size() == 0 ? JSON.createObjectNode() : JSON.readTree(body.toByteArray());
                write(ctx, "200 OK", answer(head.method(), head.path().split("\\?")[0], json));
            } catch (JsonProcessingException | IllegalArgumentException e) {
                write(
                        ctx,
                        "400 Bad Request",
                        JSON.createObjectNode().put("error", e.getMessage()).toString());
            } catch (IOException e) {
                ctx.close();
            }
        }

        private static void write(ChannelHandlerContext ctx, String status, String text) {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            var answer = "HTTP/1.1 " + status + "\r\ncontent-type: application/json\r\ncontent-length: " + bytes.length
                    + "\r\n\r\n";
            ctx.writeAndFlush(Unpooled.wrappedBuffer(answer.getBytes(StandardCharsets.US_ASCII), bytes));
        }
    }
}
