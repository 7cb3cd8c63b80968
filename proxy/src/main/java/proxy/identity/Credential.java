package proxy.identity;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import proxy.io.EncodedField;

/** What the proxy shows to the accounts. Thread-safe; never blocks. */
public interface Credential {

    /** Whether requests may go out: false while a token is needed and there is none. */
    boolean ready();

    /** The {@code authorization} field, empty when requests go out without one. */
    Optional<EncodedField> authorization();

    /** An account refused the credential: it may have been revoked before its time. */
    void refused();

    /**
     * Waits for another credential than one that an account refused.
     *
     * @param shown the field that the account got
     * @return completes on any thread, within the seconds that asking for it may take: with whether there is another one
     */
    CompletableFuture<Boolean> another(Optional<EncodedField> shown);

    /** No credential: for upstreams on this machine. */
    static Credential none() {
        return new Credential() {
            @Override
            public boolean ready() {
                return true;
            }

            @Override
            public Optional<EncodedField> authorization() {
                return Optional.empty();
            }

            @Override
            public void refused() {}

            @Override
            public CompletableFuture<Boolean> another(Optional<EncodedField> shown) {
                return CompletableFuture.completedFuture(false);
            }
        };
    }
}
