package localazure.planes.testkit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import localazure.arm.ArmResource;
import localazure.arm.ResourceStore;

/** A resource store that forgets. */
public final class MemoryStore implements ResourceStore {
    private final Map<String, ArmResource> byId = new ConcurrentSkipListMap<>();

    @Override
    public Optional<ArmResource> find(String id) {
        return Optional.ofNullable(byId.get(key(id)));
    }

    @Override
    public List<ArmResource> ofType(String token) {
        return byId.values().stream().filter(each -> each.token().equals(token)).toList();
    }

    @Override
    public List<ArmResource> all() {
        return List.copyOf(byId.values());
    }

    @Override
    public void put(ArmResource resource) {
        byId.put(key(resource.id()), resource);
    }

    @Override
    public void delete(String id) {
        byId.remove(key(id));
    }

    private static String key(String id) {
        return id.toLowerCase(Locale.ROOT);
    }
}
