package infra.settings;

import com.fasterxml.jackson.databind.node.MissingNode;
import infra.settings.Settings.Account;
import infra.settings.Settings.Model;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Parses the models and the accounts that carry them, against what the catalogue says is offered where. */
final class FleetParser {

    private static final Pattern DEPLOYMENT = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}");
    private static final int MOST = Integer.MAX_VALUE / 1000;
    private static final Pattern ACCOUNT = Pattern.compile("[A-L]");

    private final Section root;
    private final Catalogue catalogue;
    private final DataBoundary boundary;
    private final Optional<String> subscription;
    private final List<String> filters;

    FleetParser(
            Section root,
            Catalogue catalogue,
            DataBoundary boundary,
            Optional<String> subscription,
            List<FilterProfile> filters) {
        this.root = root;
        this.catalogue = catalogue;
        this.boundary = boundary;
        this.subscription = subscription;
        this.filters = Stream.concat(
                        Stream.of(FilterProfile.DEFAULT), filters.stream().map(FilterProfile::name))
                .toList();
    }

    List<Model> models() {
        var names = new HashSet<String>();
        return root.sections("models", Defaults.MODELS, "a list of deployments").stream()
                .map(section -> model(section, names))
                .toList();
    }

    private Model model(Section section, Set<String> names) {
        var name = section.text("name", DEPLOYMENT, "1 to 64 letters, digits, '_', '.' or '-'");
        // Azure's names are equal in any case.
        if (!name.isEmpty() && !names.add(name.toLowerCase(Locale.ROOT))) {
            section.fault("name", name, "a name that no other model has");
        }
        var known = catalogue.models().stream()
                .map(Catalogue.Model::name)
                .distinct()
                .toList();
        var model = section.text("model", "", known::contains, "one of " + String.join(", ", known));
        var versions = catalogue.versions(model);
        var version = section.text(
                "version",
                "",
                text -> model.isEmpty() || versions.contains(text),
                "one of " + String.join(", ", versions));
        var sku = sku(section, catalogue.model(model, version));
        var capacity = section.number("capacityThousandTokensPerMinute", 1, 1_000_000, " thousand tokens/min");
        var filter = section.text(
                "contentFilter",
                FilterProfile.DEFAULT,
                filters::contains,
                "a name of sluice:contentFilters, or " + FilterProfile.DEFAULT);
        section.close();
        return new Model(name, model, version, sku, capacity, filter);
    }

    private String sku(Section section, Optional<Catalogue.Model> model) {
        var skus = catalogue.skus().keySet();
        var sku = section.text("sku", "", skus::contains, "one of " + String.join(", ", skus));
        if (!sku.isEmpty() && !boundary.covers(catalogue.skus().get(sku).boundary())) {
            section.fault("sku", sku, "a SKU whose data stays in the " + boundary.word() + ", as dataBoundary says");
        }
        model.filter(known -> !sku.isEmpty() && known.regionsOf(sku).isEmpty())
                .ifPresent(known -> section.fault(
                        "sku",
                        sku,
                        "one that " + known.name() + " is offered under: "
                                + String.join(", ", known.regions().keySet())));
        return sku;
    }

    List<Account> accounts(List<Model> models) {
        var names = new HashSet<String>();
        var accounts = root.sections("accounts", MissingNode.getInstance(), "a list of accounts").stream()
                .map(section -> account(section, names, models))
                .toList();
        checkSum(accounts);
        for (var index = 0; index < models.size() && !accounts.isEmpty(); index++) {
            var model = models.get(index);
            if (isOffered(model)
                    && accounts.stream()
                            .noneMatch(account -> account.deployments().contains(model))) {
                root.fault("models[" + index + "]", model.name(), "a model that at least one account carries");
            }
        }
        return accounts;
    }

    /** The proxy counts tokens in 32 bits. */
    private void checkSum(List<Account> accounts) {
        var sum = accounts.stream()
                .flatMap(account -> account.deployments().stream())
                .mapToLong(Model::capacityThousandTokensPerMinute)
                .sum();
        if (sum > MOST) {
            root.fault("accounts", sum + " thousand tokens/min in all", "at most " + MOST);
        }
    }

    private Account account(Section section, Set<String> names, List<Model> models) {
        var name = section.text("name", ACCOUNT, "a letter from A to L");
        if (!name.isEmpty() && !names.add(name)) section.fault("name", name, "a name that no other account has");
        var regions = catalogue.regions().keySet();
        var region = section.text("region", "", regions::contains, "one of " + String.join(", ", regions));
        var deployments = section.has("deployments")
                ? listed(section, region, models)
                : models.stream()
                        .filter(model -> offered(model).contains(region))
                        .toList();
        var sound = !region.isEmpty() && models.stream().allMatch(this::isOffered);
        if (sound && deployments.isEmpty() && !section.has("deployments")) {
            section.fault("region", region, "a region that offers at least one of the models");
        }
        var own = section.optional("subscriptionId", SettingsParser.GUID, "a GUID")
                .map(id -> id.toLowerCase(Locale.ROOT))
                .filter(id -> subscription.filter(id::equalsIgnoreCase).isEmpty());
        var priority = section.number("priority", 1, 1, 9, ", 1 first");
        section.close();
        return new Account(name, region, deployments, own, priority);
    }

    private List<Model> listed(Section section, String region, List<Model> models) {
        var deployments = new ArrayList<Model>();
        for (var item : section.items("deployments", MissingNode.getInstance(), "a list of names of models")) {
            var asked = item.value().asText();
            var model = models.stream()
                    .filter(each -> each.name().equals(asked))
                    .findFirst()
                    .orElse(null);
            if (model == null) {
                item.fault("a name of sluice:models");
            } else if (!region.isEmpty() && isOffered(model) && !offered(model).contains(region)) {
                var regions = String.join(", ", offered(model));
                item.fault("a model that " + region + " offers as " + model.sku() + "; it is offered in " + regions);
            } else if (deployments.contains(model)) {
                item.fault("each name once");
            } else {
                deployments.add(model);
            }
        }
        return deployments;
    }

    /** False for a model of which a fault has been said already. */
    private boolean isOffered(Model model) {
        return !offered(model).isEmpty();
    }

    private List<String> offered(Model model) {
        return catalogue
                .model(model.model(), model.version())
                .map(known -> known.regionsOf(model.sku()))
                .orElse(List.of());
    }
}
