package localazure.arm;

import java.util.List;
import java.util.Optional;

/** Every resource of the local Azure. Ids compare without regard to case, as in Azure. Thread-safe; each change is on disk when the call returns. */
public interface ResourceStore {
    Optional<ArmResource> find(String id);

    /** All resources of one unversioned token, in order of id. */
    List<ArmResource> ofType(String token);

    List<ArmResource> all();

    void put(ArmResource resource);

    void delete(String id);
}
