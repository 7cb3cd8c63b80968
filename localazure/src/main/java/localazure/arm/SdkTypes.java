package localazure.arm;

import com.pulumi.core.Either;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.CustomType;
import com.pulumi.core.annotations.Export;
import com.pulumi.core.annotations.Import;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;

/** Reads the SDK's generated classes: its annotations say which properties a type takes and which it answers. */
final class SdkTypes {
    private static final String PACKAGE = "com.pulumi.azurenative.";
    private static final String NEWER = "localazure.arm.newer.";

    /** @param required whether inputs must have it, or answers always have it */
    record Property(Type type, boolean required) {}

    private SdkTypes() {}

    /** The class of a resource type, for instance {@code …network.VirtualNetwork}; a suffix {@code Args} gives its inputs. */
    static Class<?> load(String token, String suffix) {
        String[] parts = token.split(":");
        String name = PACKAGE + parts[1].toLowerCase(Locale.ROOT) + "." + parts[2] + suffix;
        return find(name)
                .or(() -> find(NEWER + parts[2] + suffix))
                .orElseThrow(() ->
                        new IllegalStateException(token + ": no class " + name + " (expected: a type of the SDK)"));
    }

    private static Optional<Class<?>> find(String name) {
        try {
            return Optional.of(Class.forName(name, false, SdkTypes.class.getClassLoader()));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Properties of an input class; empty when the class is not one. */
    static Map<String, Property> imports(Class<?> type) {
        Map<String, Property> properties = new LinkedHashMap<>();
        for (Field field : type.getDeclaredFields()) {
            Import found = field.getAnnotation(Import.class);
            if (found != null) {
                properties.put(found.name(), new Property(field.getGenericType(), found.required()));
            }
        }
        return properties;
    }

    /** Properties that a resource answers. */
    static Map<String, Property> exports(Class<?> type) {
        Map<String, Property> properties = new LinkedHashMap<>();
        for (Field field : type.getDeclaredFields()) {
            Export found = field.getAnnotation(Export.class);
            if (found != null) {
                properties.put(found.name(), new Property(field.getGenericType(), false));
            }
        }
        return properties;
    }

    /** Properties of a nested answer, when the class is one. */
    static Optional<Map<String, Property>> answers(Class<?> type) {
        if (!type.isAnnotationPresent(CustomType.class)) {
            return Optional.empty();
        }
        Map<String, Property> properties = new LinkedHashMap<>();
        for (Class<?> builder : type.getDeclaredClasses()) {
            for (Method setter : builder.getDeclaredMethods()) {
                CustomType.Setter found = setter.getAnnotation(CustomType.Setter.class);
                if (found != null && !setter.isVarArgs()) {
                    Parameter parameter = setter.getParameters()[0];
                    String name = found.value().isEmpty() ? setter.getName() : found.value();
                    properties.put(name, new Property(parameter.getParameterizedType(), !nullable(parameter)));
                }
            }
        }
        return Optional.of(properties);
    }

    private static boolean nullable(AnnotatedElement parameter) {
        return parameter.isAnnotationPresent(Nullable.class);
    }

    /** The type inside {@code Output<…>} and {@code Optional<…>}. */
    static Type unwrap(Type type) {
        boolean wrapped = raw(type).equals(Output.class) || raw(type).equals(Optional.class);
        return wrapped ? unwrap(argument(type, 0)) : type;
    }

    static Class<?> raw(Type type) {
        if (type instanceof Class<?> found) {
            return found;
        }
        return type instanceof ParameterizedType parameterized ? (Class<?>) parameterized.getRawType() : Object.class;
    }

    static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }

    /** Both sides of an {@code Either}, or the type alone. */
    static List<Type> alternatives(Type type) {
        return raw(type).equals(Either.class) ? List.of(argument(type, 0), argument(type, 1)) : List.of(type);
    }
}
