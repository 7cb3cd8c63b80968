package proxy.config;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import proxy.io.AddressRange;

/** Renders a configuration with its defaults. */
final class ConfigJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(Duration.class, ToStringSerializer.instance)
                    .addSerializer(AddressRange.class, ToStringSerializer.instance)
                    .addSerializer(new OrNull()))
            .build();

    private ConfigJson() {}

    static ObjectNode render(ProxyConfig config) {
        return JSON.valueToTree(config);
    }

    private static final class OrNull extends StdSerializer<Optional<?>> {

        private static final long serialVersionUID = 1L;

        OrNull() {
            super(Optional.class, true);
        }

        @Override
        public void serialize(Optional<?> value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writePOJO(value.orElse(null));
        }
    }
}
