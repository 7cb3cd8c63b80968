package localazure.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.List;
import pulumirpc.Provider;
import pulumirpc.ResourceProviderGrpc;

/** One provider instance of the engine: a connection of its own, in plain JSON. */
public final class TestClient implements AutoCloseable {
    private final ManagedChannel channel;
    private final ResourceProviderGrpc.ResourceProviderBlockingStub stub;

    public TestClient(int port) {
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        stub = ResourceProviderGrpc.newBlockingStub(channel);
    }

    public static ObjectNode json(Struct struct) {
        return Structs.toJson(struct);
    }

    private static String urn(String type, String name) {
        return "urn:pulumi:dev::test::infra:x:Component$" + type + "::" + name;
    }

    public void configure(ObjectNode arguments) {
        Provider.ConfigureResponse answer = stub.configure(Provider.ConfigureRequest.newBuilder()
                .setArgs(Structs.toStruct(arguments))
                .build());
        if (!answer.getSupportsPreview() || answer.getAcceptSecrets()) {
            throw new AssertionError(answer);
        }
    }

    /** As older engines configure. */
    @SuppressWarnings("deprecation")
    public void configureVariables(String key, String value) {
        stub.configure(
                Provider.ConfigureRequest.newBuilder().putVariables(key, value).build());
    }

    private Provider.CheckResponse check(String type, String name, ObjectNode olds, ObjectNode news, String seed) {
        return stub.check(Provider.CheckRequest.newBuilder()
                .setUrn(urn(type, name))
                .setOlds(Structs.toStruct(olds))
                .setNews(Structs.toStruct(news))
                .setRandomSeed(ByteString.copyFromUtf8(seed))
                .build());
    }

    public ObjectNode checked(String type, String name, ObjectNode olds, ObjectNode news, String seed) {
        return json(check(type, name, olds, news, seed).getInputs());
    }

    public List<String> faults(String type, String name, ObjectNode news) {
        return check(type, name, news.objectNode(), news, "seed").getFailuresList().stream()
                .map(each -> each.getProperty() + ": " + each.getReason())
                .toList();
    }

    public Provider.DiffResponse diff(String type, ObjectNode olds, ObjectNode news) {
        return stub.diff(Provider.DiffRequest.newBuilder()
                .setUrn(urn(type, "x"))
                .setOldInputs(Structs.toStruct(olds))
                .setNews(Structs.toStruct(news))
                .build());
    }

    public Provider.CreateResponse create(String type, ObjectNode inputs, boolean preview) {
        return stub.create(Provider.CreateRequest.newBuilder()
                .setUrn(urn(type, "x"))
                .setProperties(Structs.toStruct(inputs))
                .setPreview(preview)
                .build());
    }

    public ObjectNode update(String type, String id, ObjectNode olds, ObjectNode news, boolean preview) {
        return json(stub.update(Provider.UpdateRequest.newBuilder()
                        .setUrn(urn(type, "x"))
                        .setId(id)
                        .setOlds(Structs.toStruct(olds))
                        .setNews(Structs.toStruct(news))
                        .setPreview(preview)
                        .build())
                .getProperties());
    }

    public Provider.ReadResponse read(String type, String id) {
        return stub.read(Provider.ReadRequest.newBuilder()
                .setUrn(urn(type, "x"))
                .setId(id)
                .build());
    }

    public void delete(String type, String id) {
        stub.delete(Provider.DeleteRequest.newBuilder()
                .setUrn(urn(type, "x"))
                .setId(id)
                .build());
    }

    public ObjectNode invoke(String token) {
        return json(
                stub.invoke(Provider.InvokeRequest.newBuilder().setTok(token).build())
                        .getReturn());
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
