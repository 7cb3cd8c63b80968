package infra.gateway;

import com.pulumi.core.Output;
import com.pulumi.resources.Resource;
import java.util.List;

/**
 * A certificate in a vault.
 *
 * @param secretUri without a version, so that a rotated certificate is picked up
 * @param identityId of the identity that may read it
 * @param ready what must exist before it can be read
 */
public record CertificateRef(Output<String> secretUri, Output<String> identityId, List<Resource> ready) {

    public CertificateRef {
        ready = List.copyOf(ready);
    }
}
