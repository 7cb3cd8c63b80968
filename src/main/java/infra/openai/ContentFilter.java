package infra.openai;

import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import infra.openai.RaiPolicy.Blocklist;
import infra.openai.RaiPolicy.Filter;
import infra.settings.FilterProfile;
import infra.settings.FilterProfile.Action;
import infra.settings.FilterProfile.Category;
import infra.settings.FilterProfile.Level;
import infra.settings.FilterProfile.Shield;
import infra.settings.FilterProfile.Word;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A content filter of an account: its list of blocked words, the words one after another, then the filter. Its provider is
 * one whose plugin knows the three types.
 */
public final class ContentFilter extends ComponentResource {

    private static final String TYPE = "infra:openai:ContentFilter";
    private static final String PROMPT = "Prompt";
    private static final String COMPLETION = "Completion";

    private static final Map<Category, String> CATEGORIES = Map.of(
            Category.HATE, "Hate",
            Category.SEXUAL, "Sexual",
            Category.VIOLENCE, "Violence",
            Category.SELF_HARM, "Selfharm");

    private final Resource ready;

    public ContentFilter(String name, ContentFilterArgs args, ComponentResourceOptions options) {
        super(TYPE, name, options);
        var words = args.filter().name() + "-words";
        var last = args.filter().words().isEmpty() ? args.after() : words(name, args, words);
        this.ready = new RaiPolicy(
                name + "-policy", new RaiPolicy.Args(args, properties(args.filter(), words)), after(last));
        registerOutputs(Map.of("resourceId", ((RaiPolicy) ready).id()));
    }

    private Resource words(String name, ContentFilterArgs args, String list) {
        var words = new RaiBlocklist(name + "-words", new RaiBlocklist.Args(args, list), after(args.after()));
        Resource last = words;
        for (var word : args.filter().words()) {
            var item = "word-" + hash(word);
            last = new RaiBlocklistItem(
                    name + "-" + item, new RaiBlocklistItem.Args(args, words.name(), item, word), after(last));
        }
        return last;
    }

    /** Everything is said, since what a policy inherits from its base is not documented. */
    private static RaiPolicy.Properties properties(FilterProfile filter, String words) {
        var filters = new ArrayList<Filter>();
        for (var category : Category.values()) {
            filters.add(category(category, PROMPT, filter.prompt().get(category)));
            filters.add(category(category, COMPLETION, filter.completion().get(category)));
        }
        for (var shield : Shield.values())
            filters.add(shield(shield, filter.shields().get(shield)));
        var lists = filter.words().isEmpty()
                ? List.<Blocklist>of()
                : List.of(new Blocklist(words, PROMPT), new Blocklist(words, COMPLETION));
        return new RaiPolicy.Properties(
                FilterProfile.DEFAULT, filter.asynchronous() ? "Asynchronous_filter" : "Default", filters, lists);
    }

    private static Filter category(Category category, String source, Level level) {
        var blocking = level != Level.ANNOTATE;
        var threshold = blocking ? capitalised(level.name()) : "High";
        return new Filter(CATEGORIES.get(category), source, true, blocking, threshold);
    }

    private static Filter shield(Shield shield, Action action) {
        var name = switch (shield) {
            case JAILBREAK -> "Jailbreak";
            case INDIRECT_ATTACK -> "Indirect Attack";
            case PROTECTED_TEXT -> "Protected Material Text";
            case PROTECTED_CODE -> "Protected Material Code";
        };
        var source = shield == Shield.JAILBREAK || shield == Shield.INDIRECT_ATTACK ? PROMPT : COMPLETION;
        return new Filter(name, source, action != Action.IGNORE, action == Action.BLOCK, null);
    }

    /** One at a time: Azure answers parallel changes below an account with 409 RequestConflict. */
    private CustomResourceOptions after(Resource before) {
        return CustomResourceOptions.builder().parent(this).dependsOn(before).build();
    }

    private static String capitalised(String word) {
        return word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT);
    }

    /** A word's name: the word itself may be anything, and is nothing to show in lists of resources. */
    private static String hash(Word word) {
        try {
            var text = (word.regex() ? "/" : "") + word.pattern();
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a deployment waits for that names the filter. */
    public Resource ready() {
        return ready;
    }
}
