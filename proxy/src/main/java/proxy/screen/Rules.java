package proxy.screen;

/**
 * What is looked for in the requests of some callers.
 *
 * @param words of the list, in prompts
 * @param answers the same words, in answers
 * @param injection attempts to talk the model out of its instructions; also what the service itself says of them
 * @param topics that prompts are about
 * @param personalData never blocked
 */
public record Rules(Action words, Action answers, Action injection, Action topics, Action personalData) {

    public static final Rules OFF = new Rules(Action.OFF, Action.OFF, Action.OFF, Action.OFF, Action.OFF);

    /** Whether nobody looks at answers, nor at what they say of prompts. */
    public boolean answersOff() {
        return answers == Action.OFF && injection == Action.OFF;
    }

    /** Whether nobody looks at prompts. */
    public boolean promptsOff() {
        return words == Action.OFF && injection == Action.OFF && topics == Action.OFF && personalData == Action.OFF;
    }
}
