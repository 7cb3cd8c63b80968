package infra.settings;

import com.fasterxml.jackson.databind.node.MissingNode;
import infra.settings.FilterProfile.Action;
import infra.settings.FilterProfile.Category;
import infra.settings.FilterProfile.Level;
import infra.settings.FilterProfile.Shield;
import infra.settings.FilterProfile.Word;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Parses the content filters and the word lists that they name. */
final class ContentFilterParser {

    private static final Pattern NAME = Pattern.compile("(?!(?i:microsoft))[a-zA-Z0-9][a-zA-Z0-9_.-]{1,54}");
    static final Pattern FILE = Pattern.compile("(?!/)(?!.*\\.\\.)[^\\\\:\\p{Cntrl}]{1,200}");
    static final String FILES = "a file beside Pulumi.yaml, without '..'";

    private final Section root;
    private final Function<String, Optional<String>> files;

    /** @param files content of a file by its path from the folder of the stack files */
    ContentFilterParser(Section root, Function<String, Optional<String>> files) {
        this.root = root;
        this.files = files;
    }

    List<FilterProfile> filters() {
        if (!root.hasSome("contentFilters")) return List.of();
        var names = new HashSet<String>();
        return root.sections("contentFilters", MissingNode.getInstance(), "a list of content filters").stream()
                .map(section -> filter(section, names))
                .toList();
    }

    private FilterProfile filter(Section section, Set<String> names) {
        var name = section.text("name", NAME, "2 to 55 letters, digits, '_', '.' or '-', not beginning with Microsoft");
        if (!name.isEmpty() && !names.add(name.toLowerCase(Locale.ROOT))) {
            section.fault("name", name, "a name that no other content filter has");
        }
        var mode = section.text(
                "mode", "default", List.of("default", "asynchronous")::contains, "default or asynchronous");
        var filter = new FilterProfile(
                name,
                mode.equals("asynchronous"),
                levels(section.section("prompt")),
                levels(section.section("completion")),
                shields(section),
                words(section));
        section.close();
        return filter;
    }

    private static Map<Category, Level> levels(Section section) {
        var levels = new EnumMap<Category, Level>(Category.class);
        for (var category : Category.values()) {
            var word = section.text(
                    category.key(),
                    "medium",
                    text -> Level.of(text).isPresent(),
                    "low, medium or high, or annotate, which needs Microsoft's approval");
            levels.put(category, Level.of(word).orElseThrow());
        }
        section.close();
        return levels;
    }

    private static Map<Shield, Action> shields(Section section) {
        var shields = new EnumMap<Shield, Action>(Shield.class);
        for (var shield : Shield.values()) {
            var word = section.text(
                    shield.key(),
                    shield.fallback().word(),
                    text -> Action.of(text).isPresent(),
                    "block, annotate or ignore");
            shields.put(shield, Action.of(word).orElseThrow());
        }
        return shields;
    }

    private List<Word> words(Section section) {
        var file = section.optional("words", FILE, FILES);
        if (file.filter(path -> !path.isEmpty()).isEmpty()) return List.of();
        var path = file.orElseThrow();
        var text = files.apply(path);
        if (text.isEmpty()) {
            section.fault("words", path, FILES + ", in UTF-8");
            return List.of();
        }
        var faults = new ArrayList<String>();
        var words = WordList.parse(path, text.orElseThrow(), faults);
        faults.forEach(fault -> section.fault("words", fault));
        return words;
    }
}
