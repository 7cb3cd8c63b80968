package proxy.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import proxy.config.ProxyConfig;
import proxy.config.Screening;
import proxy.screen.Action;
import proxy.screen.PromptScreen;
import proxy.screen.Rules;
import proxy.screen.WordList;

/** What is looked for in prompts and answers, and for whom. Only what topics are like is learnt later. */
public final class Screens {

    private final Map<String, Rules> profiles = new HashMap<>();
    private final Rules otherwise;
    private final PromptScreen screen;
    private final Optional<TopicCheck> topics;
    private final Screening settings;

    private Screens(Screening settings, List<ProxyConfig.Profile> known) {
        this.settings = settings;
        otherwise = settings.rules();
        known.forEach(each -> profiles.put(each.name(), each.screening()));
        topics = settings.topics().map(TopicCheck::new);
        var injections = Stream.concat(Stream.of(otherwise), profiles.values().stream())
                .anyMatch(each -> each.injection() != Action.OFF);
        screen = new PromptScreen(settings.words(), injections);
    }

    public static Screens of(ProxyConfig config) {
        var profiles = config.callers() instanceof ProxyConfig.Callers.Entra entra
                ? entra.profiles()
                : List.<ProxyConfig.Profile>of();
        return new Screens(config.screening(), profiles);
    }

    /** Nobody looks for anything. */
    public static Screens none() {
        return new Screens(new Screening(WordList.EMPTY, Optional.empty(), Rules.OFF), List.of());
    }

    /** @param profile name of the caller's, empty when there are none */
    Rules rules(String profile) {
        return profiles.getOrDefault(profile, otherwise);
    }

    PromptScreen prompts() {
        return screen;
    }

    Optional<TopicCheck> topics() {
        return topics;
    }

    /** Whether a prompt is refused when it is not known what it is about. */
    boolean closed(Action action) {
        return settings.topics().flatMap(Screening.Topics::failClosed).orElse(action == Action.BLOCK);
    }
}
