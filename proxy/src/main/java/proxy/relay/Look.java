package proxy.relay;

import proxy.observe.Findings;
import proxy.screen.PromptScreen;
import proxy.screen.Rules;
import proxy.stream.Dialect;

/**
 * What is looked for in an answer.
 *
 * @param rules of the caller
 * @param screen with the list of words
 * @param findings take what is found
 * @param dialect of the text, also where it comes in one piece
 * @param stored whether the answer tells of a response that was stored before
 */
public record Look(Rules rules, PromptScreen screen, Findings findings, Dialect dialect, boolean stored) {}
