package proxy.screen;

import java.util.Optional;
import proxy.observe.Findings;
import proxy.observe.Findings.Rule;

/** Looks through prompts for what a list and the rules of a caller name. Thread-safe. */
public final class PromptScreen {

    private final WordList list;
    private final Vocabulary words;
    private final Optional<Attacks> attacks;

    /** What is known of attacks, ready to be found. */
    private record Attacks(Injections known, Vocabulary vocabulary) {}

    /** @param injections whether somebody's prompts are looked through for attacks: the table of them is not small */
    public PromptScreen(WordList list, boolean injections) {
        var folds = new Folds();
        this.list = list;
        this.words = list.vocabulary(folds);
        this.attacks = Optional.of(injections).filter(it -> it).map(it -> {
            var known = new Injections();
            return new Attacks(known, known.vocabulary(folds));
        });
    }

    /** Adds to the findings what is in the prompt, and whether that is refused. */
    public void look(Prompt prompt, Rules rules, Findings findings) {
        if (rules.words() != Action.OFF) {
            words(prompt, findings);
            refuse(rules.words(), Rule.WORDS, findings);
        }
        if (rules.injection() != Action.OFF) {
            injection(prompt, findings);
            refuse(rules.injection(), Rule.INJECTION, findings);
        }
        if (rules.personalData() != Action.OFF) {
            var data = new PersonalData();
            prompt.messages().forEach(message -> message.parts().forEach(data::count));
            data.counts().forEach((kind, count) -> findings.add(Rule.PERSONAL_DATA, kind.word(), count));
        }
    }

    /** Begins to look through one text of an answer. */
    public TextScan answer(Findings findings) {
        return words.scan(index -> findings.add(Rule.ANSWER_WORDS, line(index)));
    }

    private void words(Prompt prompt, Findings findings) {
        var scan = words.scan(index -> findings.add(Rule.WORDS, line(index)));
        prompt.messages().forEach(message -> scan(scan, message));
    }

    /** Of a word nothing is told but the line of the list that has it. */
    private String line(int index) {
        return "line_" + list.line(index);
    }

    private void injection(Prompt prompt, Findings findings) {
        var known = attacks.orElseThrow();
        var scan = known.vocabulary()
                .scan(index -> findings.add(Rule.INJECTION, known.known().name(index)));
        prompt.messages().stream().filter(message -> !message.trusted()).forEach(message -> scan(scan, message));
    }

    private static void scan(TextScan scan, Prompt.Message message) {
        for (var part : message.parts()) {
            scan.feed(part);
            scan.seam();
        }
        scan.end();
    }

    private static void refuse(Action action, Rule rule, Findings findings) {
        if (action == Action.BLOCK && findings.found(rule)) {
            findings.block(rule);
        }
    }
}
