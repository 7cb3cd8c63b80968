package localazure.engine;

import pulumirpc.Provider;
import pulumirpc.Provider.PropertyDiff.Kind;

/** Backend results as protocol messages. */
final class Answers {
    private Answers() {}

    static Provider.CheckResponse checked(Backend.Checked checked) {
        Provider.CheckResponse.Builder response =
                Provider.CheckResponse.newBuilder().setInputs(Structs.toStruct(checked.inputs()));
        checked.failures()
                .forEach(each -> response.addFailuresBuilder()
                        .setProperty(each.property())
                        .setReason(each.reason()));
        return response.build();
    }

    static Provider.ReadResponse read(Backend.State state) {
        return Provider.ReadResponse.newBuilder()
                .setId(state.id())
                .setInputs(Structs.toStruct(state.inputs()))
                .setProperties(Structs.toStruct(state.outputs()))
                .build();
    }

    static Provider.DiffResponse difference(Backend.Difference difference) {
        boolean same = difference.changes().isEmpty();
        Provider.DiffResponse.Builder response = Provider.DiffResponse.newBuilder()
                .setChanges(
                        same
                                ? Provider.DiffResponse.DiffChanges.DIFF_NONE
                                : Provider.DiffResponse.DiffChanges.DIFF_SOME)
                .setHasDetailedDiff(true)
                .setDeleteBeforeReplace(difference.deleteFirst());
        difference.changes().keySet().stream()
                .map(path -> path.split("[.\\[]", 2)[0])
                .distinct()
                .forEach(response::addDiffs);
        difference.changes().forEach((path, change) -> {
            boolean replace = difference.replaces().contains(path);
            response.putDetailedDiff(
                    path,
                    Provider.PropertyDiff.newBuilder()
                            .setKind(kind(change, replace))
                            .setInputDiff(true)
                            .build());
        });
        difference.replaces().forEach(response::addReplaces);
        return response.build();
    }

    private static Kind kind(Backend.Change change, boolean replace) {
        switch (change) {
            case ADD:
                return replace ? Kind.ADD_REPLACE : Kind.ADD;
            case DELETE:
                return replace ? Kind.DELETE_REPLACE : Kind.DELETE;
            default:
                return replace ? Kind.UPDATE_REPLACE : Kind.UPDATE;
        }
    }
}
