package localazure.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a resource provider decides, free of gRPC. Objects are plain JSON without nulls; during previews a value may be
 * {@link Unknown}. A failing operation throws {@link Refusal}. Called from many threads.
 */
public interface Backend {
    /**
     * The resource that a call is about.
     *
     * @param configuration the provider instance's own settings, keys without prefix
     * @param type type token as the program wrote it, version segment included
     * @param name logical name
     * @param urn the engine's own name for it, stable from run to run
     */
    record Subject(ObjectNode configuration, String type, String name, String urn) {}

    record Failure(String property, String reason) {}

    /** @param inputs the inputs with defaults filled in */
    record Checked(ObjectNode inputs, List<Failure> failures) {}

    enum Change {
        ADD,
        DELETE,
        UPDATE
    }

    /**
     * @param changes by property path, for instance {@code subnets[0].addressPrefix}
     * @param replaces the paths among them that an update cannot change
     * @param deleteFirst whether the old resource holds the name that the new one needs
     */
    record Difference(Map<String, Change> changes, List<String> replaces, boolean deleteFirst) {}

    /** A resource as it exists. */
    record State(String id, ObjectNode inputs, ObjectNode outputs) {}

    /** @param seed what new names are derived from, so that the same call gives the same name */
    Checked check(Subject subject, ObjectNode oldInputs, ObjectNode inputs, byte[] seed);

    Difference diff(Subject subject, String id, ObjectNode oldInputs, ObjectNode inputs);

    State create(Subject subject, ObjectNode inputs);

    /**
     * An engine has closed its connection, or died: it has heard of what was created on it, or has it among its pending
     * creates. Not called when this process goes first.
     */
    void ended(Set<String> created);

    /** The outputs as far as they are known before {@link #create}. */
    ObjectNode previewCreate(Subject subject, ObjectNode inputs);

    State update(Subject subject, String id, ObjectNode inputs);

    ObjectNode previewUpdate(Subject subject, ObjectNode oldOutputs, ObjectNode inputs);

    /** Empty when there is no such resource. */
    Optional<State> read(Subject subject, String id);

    /** Deleting what does not exist succeeds. */
    void delete(Subject subject, String id);

    ObjectNode invoke(ObjectNode configuration, String token, ObjectNode arguments);
}
