package infra.settings;

import com.fasterxml.jackson.databind.node.MissingNode;
import infra.settings.Settings.Account;
import infra.settings.Settings.Callers;
import infra.settings.Settings.Model;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Parses who may call, and what each kind of caller may use, against what the accounts serve. */
final class CallersParser {

    private static final Pattern WORD = Pattern.compile("\\S{1,200}");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}");
    private static final int MOST = 1_000_000_000;

    private final Section root;
    private final Section section;
    private final Catalogue catalogue;
    private final List<Model> models;
    private final List<Account> accounts;
    private final Screening screening;

    CallersParser(Section root, Catalogue catalogue, List<Model> models, List<Account> accounts, Screening screening) {
        this.root = root;
        this.section = root.section("callers");
        this.catalogue = catalogue;
        this.models = models;
        this.accounts = accounts;
        this.screening = screening;
    }

    Callers callers() {
        var callers = new Callers(
                section.optional("tenantId", SettingsParser.GUID, "a GUID"),
                section.text(
                        "audience",
                        "api://sluice",
                        text -> WORD.matcher(text).matches(),
                        "an audience such as api://sluice"),
                section.optional("requiredRole", WORD, "the value of an app role, without spaces"),
                profiles());
        section.close();
        return callers;
    }

    private List<CallerProfile> profiles() {
        if (!section.hasSome("profiles")) return List.of();
        var names = new HashSet<String>();
        var profiles = section.sections("profiles", MissingNode.getInstance(), "a list of caller profiles").stream()
                .map(each -> profile(each, names))
                .toList();
        used(profiles);
        return profiles;
    }

    private CallerProfile profile(Section each, Set<String> names) {
        var name = each.text("name", NAME, "1 to 64 letters, digits, '_', '.' or '-'");
        if (!name.isEmpty() && !names.add(name)) each.fault("name", name, "a name that no other profile has");
        var profile = new CallerProfile(
                name,
                each.texts("clientIds", SettingsParser.GUID, "client ids (GUIDs)"),
                each.texts("roles", WORD, "values of app roles, without spaces"),
                each.texts("models", modelNames()::contains, "names of sluice:models"),
                each.texts("geographies", geographies()::contains, "geographies: " + String.join(", ", geographies())),
                limit(each, "requestsPerMinute"),
                limit(each, "tokensPerMinute"),
                limit(each, "concurrency"),
                each.number("priority", 2, 1, 3, ""),
                each.flag("streaming", true),
                each.flag("debug", false),
                ScreeningParser.rules(each.section("screening")));
        ScreeningParser.needsLists(each.section("screening"), profile.screening(), screening);
        if (!each.hasSome("clientIds") && !each.hasSome("roles")) {
            each.fault("roles", "absent", "at least one of roles and clientIds, so that someone has the profile");
        }
        served(each, profile);
        each.close();
        return profile;
    }

    private static Optional<Integer> limit(Section each, String key) {
        return each.has(key) ? Optional.of(each.number(key, 1, 1, MOST, "")) : Optional.empty();
    }

    /** A model that none of the geographies serves would be refused whenever it is asked for, by callers or for their prompts' topics. */
    private void served(Section each, CallerProfile profile) {
        if (profile.models().isEmpty()) served(each, profile, "a model", model -> true);
        for (var name : profile.models()) {
            served(each, profile, name, model -> model.name().equals(name));
        }
        screening
                .topicModel(profile.screening())
                .ifPresent(name -> served(
                        each,
                        profile,
                        name + ", by which topics are told",
                        model -> model.name().equals(name)));
    }

    private void served(Section each, CallerProfile profile, String what, Predicate<Model> asked) {
        var where = new TreeSet<String>();
        accounts.forEach(account -> where.addAll(reach(account, asked)));
        if (profile.geographies().isEmpty() || where.isEmpty()) return;
        if (profile.geographies().stream().noneMatch(where::contains)) {
            each.fault(
                    "geographies",
                    String.join(", ", profile.geographies()),
                    "one that serves " + what + ": " + String.join(", ", where));
        }
    }

    /** An account whose data goes where no profile lets it costs and serves nobody. */
    private void used(List<CallerProfile> profiles) {
        if (profiles.stream().anyMatch(profile -> profile.geographies().isEmpty())) return;
        var listed = new TreeSet<String>();
        profiles.forEach(profile -> listed.addAll(profile.geographies()));
        for (var index = 0; index < accounts.size(); index++) {
            var account = accounts.get(index);
            var reach = reach(account, model -> true);
            if (!reach.isEmpty() && reach.stream().noneMatch(listed::contains)) {
                root.fault(
                        "accounts[" + index + "].region",
                        account.region(),
                        "a region in a geography that a caller profile lists: " + String.join(", ", listed));
            }
        }
    }

    /** Where data of these deployments of the account may be processed. */
    private Set<String> reach(Account account, Predicate<Model> asked) {
        return account.deployments().stream()
                .filter(asked)
                .map(model -> catalogue.reach(model.sku(), account.region()))
                .collect(Collectors.toSet());
    }

    private Set<String> modelNames() {
        return models.stream().map(Model::name).collect(Collectors.toSet());
    }

    /** Those of the regions, and the world for SKUs whose data may go anywhere. */
    private Set<String> geographies() {
        var geographies = new TreeSet<String>();
        catalogue.regions().values().forEach(region -> geographies.add(region.geography()));
        geographies.add(DataBoundary.WORLD.word());
        return geographies;
    }
}
