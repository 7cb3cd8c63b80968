package proxy.screen;

import proxy.observe.Findings;
import proxy.observe.Findings.Rule;

/** Looks through prompts for what a list and the rules of a caller name. Thread-safe. */
public final class PromptScreen {

    private final WordList list;
    private final Vocabulary words;

    public PromptScreen(WordList list) {
        this.list = list;
        this.words = list.vocabulary();
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
            prompt.messages().forEach(message -> data.count(message.text()));
            data.counts().forEach((kind, count) -> findings.add(Rule.PERSONAL_DATA, kind.word(), count));
        }
    }

    /** Begins to look through one text of an answer. */
    public TextScan answer(Findings findings) {
        return words.scan(index -> findings.add(Rule.ANSWER_WORDS, line(index)));
    }

    private void words(Prompt prompt, Findings findings) {
        var scan = words.scan(index -> findings.add(Rule.WORDS, line(index)));
        for (var message : prompt.messages()) {
            scan.feed(message.text());
            scan.end();
        }
    }

    /** Of a word nothing is told but the line of the list that has it. */
    private String line(int index) {
        return "line_" + list.line(index);
    }

    private static void injection(Prompt prompt, Findings findings) {
        var known = Injections.get();
        var scan = known.vocabulary().scan(index -> findings.add(Rule.INJECTION, known.name(index)));
        for (var message : prompt.messages()) {
            if (!message.trusted()) {
                scan.feed(message.text());
                scan.end();
            }
        }
    }

    private static void refuse(Action action, Rule rule, Findings findings) {
        if (action == Action.BLOCK && findings.found(rule)) {
            findings.block(rule);
        }
    }
}
