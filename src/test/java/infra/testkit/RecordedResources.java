package infra.testkit;

import java.util.List;
import java.util.Map;

/** The resources and outputs of one run of a program. */
public record RecordedResources(List<RecordedResource> all, Map<String, Object> outputs) {

    /** The one resource of this type. */
    public RecordedResource only(String type) {
        return one(ofType(type), type);
    }

    /** The one resource of this type and logical name. */
    public RecordedResource only(String type, String name) {
        return one(
                ofType(type).stream().filter(each -> each.name().equals(name)).toList(), type + " " + name);
    }

    public List<RecordedResource> ofType(String type) {
        return all.stream().filter(each -> each.type().equals(type)).toList();
    }

    private RecordedResource one(List<RecordedResource> found, String wanted) {
        if (found.size() == 1) return found.get(0);
        var names = all.stream().map(each -> each.type() + " " + each.name()).toList();
        throw new AssertionError(wanted + ": " + found.size() + " found (expected: 1) among " + names);
    }
}
