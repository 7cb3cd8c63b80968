package proxy.identity;

import java.util.Optional;
import proxy.io.EncodedField;

/** What the proxy shows to the accounts. Thread-safe; never blocks. */
public interface Credential {

    /** Whether requests may go out: false while a token is needed and there is none. */
    boolean ready();

    /** The {@code authorization} field, empty when requests go out without one. */
    Optional<EncodedField> authorization();

    /** An account refused the credential: it may have been revoked before its time. */
    void refused();

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
        };
    }
}
