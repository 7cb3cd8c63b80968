package localazure.rules;

import localazure.arm.ResourceType;

/** Name rules that several types share, after Microsoft Learn: naming rules and restrictions for Azure resources. */
final class Names {
    static final ResourceType.NameRule NETWORK = ResourceType.NameRule.of(
            "[A-Za-z0-9]([\\w.-]{0,78}\\w)?",
            "1..80 letters, digits, '_', '.' and '-', beginning alphanumeric, ending alphanumeric or '_'");

    static final ResourceType.NameRule COGNITIVE = ResourceType.NameRule.of(
            "[A-Za-z0-9][\\w.-]{1,63}", "2..64 letters, digits, '_', '.' and '-', beginning with a letter or digit");

    static final ResourceType.NameRule ANY = ResourceType.NameRule.of("[^/]{1,260}", "1..260 characters, no '/'");

    private Names() {}
}
