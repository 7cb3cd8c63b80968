package localazure.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pulumirpc.Provider;

/** A provider instance's settings; the engine sends them both as arguments and as prefixed variables. */
final class Configuration {
    private Configuration() {}

    /** Arguments win over the prefixed variables, which the protocol keeps for older engines. */
    @SuppressWarnings("deprecation")
    static ObjectNode of(Provider.ConfigureRequest request) {
        ObjectNode configuration = JsonNodeFactory.instance.objectNode();
        request.getVariablesMap()
                .forEach((key, value) -> configuration.put(key.substring(key.lastIndexOf(':') + 1), value));
        configuration.setAll(Structs.toJson(request.getArgs()));
        return configuration;
    }

    /** What a provider instance was configured with may change without replacing what it made. */
    static Backend.Difference diff(Provider.DiffRequest request) {
        ObjectNode olds = Structs.toJson(request.hasOldInputs() ? request.getOldInputs() : request.getOlds());
        Map<String, Backend.Change> changes =
                new LinkedHashMap<>(Differences.of(olds, Structs.toJson(request.getNews())));
        return new Backend.Difference(changes, List.of(), false);
    }
}
