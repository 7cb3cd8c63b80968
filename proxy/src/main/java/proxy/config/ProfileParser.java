package proxy.config;

import java.util.List;

/** Reads one of {@code callers.profiles}. */
final class ProfileParser {

    private ProfileParser() {}

    /** @param screening whose rules hold where it says nothing */
    static ProxyConfig.Profile profile(Section section, Screening screening) {
        return new ProxyConfig.Profile(
                section.text("name"),
                section.texts("clientIds").orElse(List.of()),
                section.texts("roles").orElse(List.of()),
                section.someTexts("models"),
                section.someTexts("geographies"),
                section.optionalInteger("requestsPerMinute", 1),
                section.optionalInteger("tokensPerMinute", 1),
                section.optionalInteger("concurrency", 1),
                section.integer("priority", 1, 3, 2),
                section.flag("streaming", true),
                section.flag("debug", false),
                ScreeningParser.rules(section.section("screening"), screening));
    }
}
