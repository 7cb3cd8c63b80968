package localazure.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Empty;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.function.Supplier;
import pulumirpc.Plugin;
import pulumirpc.Provider;
import pulumirpc.ResourceProviderGrpc;

/** Pulumi's resource provider protocol over a {@link Backend}. A thrown {@link Refusal} becomes the call's status. */
final class ProviderService extends ResourceProviderGrpc.ResourceProviderImplBase {
    private final String version;
    private final Backend backend;

    ProviderService(String version, Backend backend) {
        this.version = version;
        this.backend = backend;
    }

    @Override
    public void handshake(
            Provider.ProviderHandshakeRequest request, StreamObserver<Provider.ProviderHandshakeResponse> observer) {
        answer(observer, Provider.ProviderHandshakeResponse::getDefaultInstance);
    }

    @Override
    public void attach(Plugin.PluginAttach request, StreamObserver<Empty> observer) {
        answer(observer, Empty::getDefaultInstance);
    }

    @Override
    public void cancel(Empty request, StreamObserver<Empty> observer) {
        answer(observer, Empty::getDefaultInstance);
    }

    @Override
    public void getPluginInfo(Empty request, StreamObserver<Plugin.PluginInfo> observer) {
        answer(
                observer,
                () -> Plugin.PluginInfo.newBuilder().setVersion(version).build());
    }

    @Override
    public void getSchema(Provider.GetSchemaRequest request, StreamObserver<Provider.GetSchemaResponse> observer) {
        answer(
                observer,
                () -> Provider.GetSchemaResponse.newBuilder().setSchema("{}").build());
    }

    @Override
    public void checkConfig(Provider.CheckRequest request, StreamObserver<Provider.CheckResponse> observer) {
        answer(
                observer,
                () -> Provider.CheckResponse.newBuilder()
                        .setInputs(request.getNews())
                        .build());
    }

    @Override
    public void diffConfig(Provider.DiffRequest request, StreamObserver<Provider.DiffResponse> observer) {
        answer(observer, () -> Answers.difference(Configuration.diff(request)));
    }

    @Override
    public void configure(Provider.ConfigureRequest request, StreamObserver<Provider.ConfigureResponse> observer) {
        answer(observer, () -> {
            Connections.configure(Configuration.of(request));
            return Provider.ConfigureResponse.newBuilder()
                    .setSupportsPreview(true)
                    .build();
        });
    }

    @Override
    public void check(Provider.CheckRequest request, StreamObserver<Provider.CheckResponse> observer) {
        answer(
                observer,
                () -> Answers.checked(backend.check(
                        subject(request.getUrn()),
                        Structs.toJson(request.getOlds()),
                        Structs.toJson(request.getNews()),
                        request.getRandomSeed().toByteArray())));
    }

    @Override
    public void diff(Provider.DiffRequest request, StreamObserver<Provider.DiffResponse> observer) {
        answer(
                observer,
                () -> Answers.difference(backend.diff(
                        subject(request.getUrn()),
                        request.getId(),
                        Structs.toJson(request.getOldInputs()),
                        Structs.toJson(request.getNews()))));
    }

    @Override
    public void create(Provider.CreateRequest request, StreamObserver<Provider.CreateResponse> observer) {
        Backend.Subject subject = subject(request.getUrn());
        ObjectNode inputs = Structs.toJson(request.getProperties());
        if (request.getPreview()) {
            answer(
                    observer,
                    () -> Provider.CreateResponse.newBuilder()
                            .setProperties(Structs.toStruct(backend.previewCreate(subject, inputs)))
                            .build());
            return;
        }
        answer(observer, () -> {
            Backend.State state = backend.create(subject, inputs);
            Connections.created(state.id());
            return Provider.CreateResponse.newBuilder()
                    .setId(state.id())
                    .setProperties(Structs.toStruct(state.outputs()))
                    .build();
        });
    }

    @Override
    public void read(Provider.ReadRequest request, StreamObserver<Provider.ReadResponse> observer) {
        answer(observer, () -> {
            Optional<Backend.State> state = backend.read(subject(request.getUrn()), request.getId());
            return state.map(Answers::read).orElseGet(Provider.ReadResponse::getDefaultInstance);
        });
    }

    @Override
    public void update(Provider.UpdateRequest request, StreamObserver<Provider.UpdateResponse> observer) {
        answer(observer, () -> {
            Backend.Subject subject = subject(request.getUrn());
            ObjectNode inputs = Structs.toJson(request.getNews());
            ObjectNode outputs = request.getPreview()
                    ? backend.previewUpdate(subject, Structs.toJson(request.getOlds()), inputs)
                    : backend.update(subject, request.getId(), inputs).outputs();
            return Provider.UpdateResponse.newBuilder()
                    .setProperties(Structs.toStruct(outputs))
                    .build();
        });
    }

    @Override
    public void delete(Provider.DeleteRequest request, StreamObserver<Empty> observer) {
        answer(observer, () -> {
            backend.delete(subject(request.getUrn()), request.getId());
            return Empty.getDefaultInstance();
        });
    }

    @Override
    public void invoke(Provider.InvokeRequest request, StreamObserver<Provider.InvokeResponse> observer) {
        answer(observer, () -> {
            ObjectNode result =
                    backend.invoke(Connections.configuration(), request.getTok(), Structs.toJson(request.getArgs()));
            return Provider.InvokeResponse.newBuilder()
                    .setReturn(Structs.toStruct(result))
                    .build();
        });
    }

    /** A URN reads {@code urn:pulumi:stack::project::parentType$type::name}; older engines send the type only there. */
    private static Backend.Subject subject(String urn) {
        String[] parts = urn.split("::", 4);
        String types = parts[2];
        return new Backend.Subject(
                Connections.configuration(), types.substring(types.lastIndexOf('$') + 1), parts[3], urn);
    }

    private static <A> void answer(StreamObserver<A> observer, Supplier<A> work) {
        A answer;
        try {
            answer = work.get();
        } catch (Refusal e) {
            observer.onError(Status.UNKNOWN.withDescription(e.getMessage()).asRuntimeException());
            return;
        } catch (RuntimeException e) {
            observer.onError(
                    Status.INTERNAL.withDescription(e.toString()).withCause(e).asRuntimeException());
            return;
        }
        observer.onNext(answer);
        observer.onCompleted();
    }
}
