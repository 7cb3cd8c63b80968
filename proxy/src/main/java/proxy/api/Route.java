package proxy.api;

import io.netty.handler.codec.http.HttpMethod;
import java.util.Optional;
import java.util.regex.Pattern;
import proxy.observe.Reason;

/** Where a request goes. One value decides both whether the caller must be known and what runs. */
public sealed interface Route {

    /** The word of the access line. */
    String word();

    /** Whether it answers callers who are not known. */
    default boolean anonymous() {
        return false;
    }

    /**
     * A call that is forwarded.
     *
     * @param deployment from the path, empty when the body's {@code model} names it
     * @param query what follows {@code ?} upstream, empty for none
     */
    record Forwarded(Operation operation, Optional<String> deployment, String query) implements Route {

        @Override
        public String word() {
            return operation.path();
        }

        /** Whether the account knows {@code stream_options}, in a dated API from this version on (azure.md 5.5). */
        public boolean takesStreamOptions() {
            return operation.hasStreamOptions()
                    && (deployment.isEmpty() || query.compareTo("api-version=2024-09-01") >= 0);
        }

        /** The path upstream, which is made here and never copied, and its query. */
        public String upstreamPath() {
            var base =
                    deployment.map(name -> "/openai/deployments/" + name + "/").orElse("/openai/v1/");
            return base + operation.path() + (query.isEmpty() ? "" : "?" + query);
        }
    }

    /**
     * A stored response, which only the account that keeps it knows.
     *
     * @param id as the caller has it
     * @param part of the response, or what is to be done with it: {@code /cancel}; empty for itself
     * @param query what follows {@code ?} upstream, empty for none
     */
    record Stored(HttpMethod method, String id, String part, String query) implements Route {

        private static final Pattern STREAM = Pattern.compile("(?:.*&)?stream=(?!false)[^&]+.*");

        @Override
        public String word() {
            return "responses/id" + part;
        }

        /** Whether it asks for the events of the response. */
        public boolean stream() {
            return STREAM.matcher(query).matches();
        }

        /**
         * The path upstream, and its query.
         *
         * @param accountsId id as the account has it
         */
        public String upstreamPath(String accountsId) {
            return "/openai/v1/responses/" + accountsId + part + (query.isEmpty() ? "" : "?" + query);
        }
    }

    /** The models that are configured. */
    record Models() implements Route {

        @Override
        public String word() {
            return "models";
        }
    }

    /** One of them. */
    record Model(String name) implements Route {

        @Override
        public String word() {
            return "models";
        }
    }

    /** The process runs. */
    record Live() implements Route {

        @Override
        public String word() {
            return "live";
        }

        @Override
        public boolean anonymous() {
            return true;
        }
    }

    /** The process can serve. */
    record Ready() implements Route {

        @Override
        public String word() {
            return "ready";
        }

        @Override
        public boolean anonymous() {
            return true;
        }
    }

    /**
     * Nothing is here; the caller must be known to learn it.
     *
     * @param message says what is expected instead
     * @param allowed methods that the path takes, as the field {@code allow} lists them; empty when it takes none
     */
    record Nowhere(Reason reason, String message, Optional<String> allowed) implements Route {

        @Override
        public String word() {
            return "none";
        }
    }
}
