package infra.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Parses what the proxy looks through prompts and answers for. */
final class ScreeningParser {

    private static final List<String> RULES = List.of("words", "answers", "injection", "topics", "personalData");
    private static final Set<String> ACTIONS = Set.of("off", "log", "block");
    static final String OFF = "off";

    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,40}");
    private static final int MOST_SENTENCES = 50;
    private static final int MOST_IN_ALL = 500;

    /** They are in the configuration, which the proxy gets in one variable of its environment: Linux takes 128 KiB of one. */
    private static final int MAX_BYTES = 64 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Section section;
    private final Function<String, Optional<String>> files;
    private final Catalogue catalogue;
    private final List<Settings.Model> models;

    /** @param files content of a file by its path from the folder of the stack files */
    ScreeningParser(
            Section root, Function<String, Optional<String>> files, Catalogue catalogue, List<Settings.Model> models) {
        this.section = root.section("screening");
        this.files = files;
        this.catalogue = catalogue;
        this.models = models;
    }

    Screening screening() {
        var words = WordsParser.words(section, files);
        var topics = section.has("topics")
                ? Optional.of(topics(section.section("topics")))
                : Optional.<Screening.Topics>empty();
        var screening = new Screening(words, rules(section.section("rules")), topics);
        needsLists(section.section("rules"), screening.rules(), screening);
        section.close();
        return screening;
    }

    /** Those that the section names. */
    static Map<String, String> rules(Section section) {
        var rules = new HashMap<String, String>();
        for (var rule : RULES) {
            if (section.has(rule)) rules.put(rule, action(section, rule));
        }
        section.close();
        return Screening.sorted(rules);
    }

    private static String action(Section section, String rule) {
        var hint = rule.equals("personalData");
        var expected = hint ? "off or log: what looks like personal data often is not" : "off, log or block";
        // YAML 1.1 reads off as false.
        var word = section.text(
                rule,
                OFF,
                text -> text.equals("false") || ACTIONS.contains(text) && !(hint && text.equals("block")),
                expected);
        return word.equals("false") ? OFF : word;
    }

    /** A rule about a list that is not there would let pass what its author thinks is stopped. */
    static void needsLists(Section section, Map<String, String> rules, Screening screening) {
        for (var rule : List.of("words", "answers")) {
            needs(
                    section,
                    rules,
                    rule,
                    screening.words().count() > 0,
                    "sluice:screening.words names no file with a word");
        }
        needs(section, rules, "topics", screening.topics().isPresent(), "sluice:screening.topics is absent");
    }

    private static void needs(Section section, Map<String, String> rules, String rule, boolean has, String missing) {
        var word = rules.getOrDefault(rule, OFF);
        if (!word.equals(OFF) && !has) section.fault(rule, word, "off while " + missing);
    }

    private Screening.Topics topics(Section topics) {
        var names =
                models.stream().filter(this::embeds).map(Settings.Model::name).toList();
        var deployment = topics.text(
                "deployment", "", names::contains, "the name of one of sluice:models, of an embedding model");
        var timeout = topics.has("timeoutMillis") ? topics.number("timeoutMillis", 1, 60_000, "") : null;
        var onFailure = topics.has("onFailure")
                ? topics.text("onFailure", Pattern.compile("open|closed"), "open or closed")
                : null;
        var list = topics.sections("list", MissingNode.getInstance(), "a list of topics").stream()
                .map(ScreeningParser::topic)
                .toList();
        fit(topics, list);
        topics.close();
        return new Screening.Topics(deployment, timeout, onFailure, list);
    }

    /** True also for a model that the catalogue does not know: that is a fault of its own. */
    private boolean embeds(Settings.Model model) {
        return catalogue
                .model(model.model(), model.version())
                .map(Catalogue.Model::embeds)
                .orElse(true);
    }

    private static void fit(Section topics, List<Screening.Topic> list) {
        var sentences = list.stream().mapToInt(each -> each.sentences().size()).sum();
        if (sentences > MOST_IN_ALL) {
            topics.fault("list", sentences + " sentences", "at most " + MOST_IN_ALL + " in all");
        }
        var bytes = bytes(list);
        if (bytes > MAX_BYTES) {
            topics.fault(
                    "list", bytes + " bytes", "at most " + MAX_BYTES + " for names and sentences as JSON in UTF-8");
        }
    }

    private static int bytes(List<Screening.Topic> list) {
        try {
            return JSON.writeValueAsBytes(list).length;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Screening.Topic topic(Section topic) {
        var name = topic.text("name", NAME, "1 to 40 lower-case letters, digits, '_' or '-'");
        var sentences = topic.texts(
                "sentences", text -> !text.isBlank() && text.length() <= 1_000, "sentences of 1 to 1000 characters");
        if (sentences.isEmpty() || sentences.size() > MOST_SENTENCES) {
            topic.fault("sentences", sentences.size() + " sentences", "1 to " + MOST_SENTENCES);
        }
        var percent = topic.number("similarityPercent", 1, 100, "");
        topic.close();
        return new Screening.Topic(name, sentences, percent);
    }
}
