package proxy.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import proxy.observe.Findings;

class PromptTest {

    private static final Rules WORDS = new Rules(Action.LOG, Action.OFF, Action.OFF, Action.OFF, Action.OFF);

    private static String asked(String text) {
        return new Prompt(List.of(new Prompt.Message(false, List.of(text)))).asked();
    }

    @Test
    void the_end_of_a_long_text_is_compared_and_begins_with_a_whole_character() {
        assertEquals("a".repeat(2_000), asked("b" + "a".repeat(2_000)));
        assertEquals("😀".repeat(1_000), asked("😀".repeat(1_001)));
        assertEquals("a".repeat(1_999), asked("😀" + "a".repeat(1_999)));
    }

    @Test
    void what_the_application_itself_says_is_not_compared() {
        var messages = List.of(
                new Prompt.Message(false, List.of("asked")), new Prompt.Message(true, List.of("answer briefly")));
        assertEquals("asked", new Prompt(messages).asked());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'messages':[{'role':'user','content':'^'}]",
                "'messages':[{'role':'user','content':[{'type':'text','text':'^'}]}]",
                "'messages':[{'role':'assistant','refusal':'^','content':null}]",
                "'messages':[{'role':'assistant','reasoning_content':'^'}]",
                "'messages':[{'role':'tool','content':'^'}]",
                "'messages':[{'role':'assistant','tool_calls':[{'function':{'name':'f','arguments':'^'}}]}]",
                "'messages':[{'role':'assistant','function_call':{'name':'f','arguments':'^'}}]",
                "'messages':[{'role':'assistant','tool_calls':[{'type':'custom','custom':{'name':'f','input':'^'}}]}]",
                "'prediction':{'type':'content','content':'^'}",
                "'prediction':{'type':'content','content':[{'type':'text','text':'^'}]}",
                "'prompt':'^'",
                "'prompt':['^']",
                "'suffix':'^'",
                "'prompt':{'id':'p','variables':{'city':'^'}}",
                "'prompt':{'id':'p','variables':{'city':{'type':'input_text','text':'^'}}}",
                "'input':'^'",
                "'input':[{'role':'user','content':[{'type':'input_text','text':'^'}]}]",
                "'input':[{'type':'function_call','arguments':'^'}]",
                "'input':[{'type':'function_call_output','output':'^'}]",
                "'input':[{'type':'function_call_output','output':[{'type':'input_text','text':'^'}]}]",
                "'input':[{'type':'custom_tool_call','input':'^'}]",
                "'input':[{'type':'custom_tool_call_output','output':'^'}]",
                "'input':[{'type':'code_interpreter_call','code':'^'}]",
                "'input':[{'type':'code_interpreter_call','outputs':[{'type':'logs','logs':'^'}]}]",
                "'input':[{'type':'reasoning','summary':[{'type':'summary_text','text':'^'}]}]",
                "'input':[{'type':'reasoning','content':[{'type':'reasoning_text','text':'^'}]}]",
                "'input':[{'type':'mcp_call','arguments':{'to':{'name':'^'}}}]",
                "'input':[{'type':'file_search_call','queries':['^'],'results':[]}]",
                "'input':[{'type':'web_search_call','action':{'type':'search','query':'^'}}]",
                "'input':[{'type':'local_shell_call','action':{'command':['ls','^']}}]",
                "'in\\u0070ut':['\\u005e']"
            })
    void what_people_models_and_tools_say_is_read(String field) {
        var texts = read("{'model':'gpt'," + field + ",'user':'u'}").messages();
        assertTrue(
                texts.stream().anyMatch(each -> !each.trusted() && each.parts().contains("^")), texts::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'tools':[{'type':'function','function':{'name':'^','description':'^'}}]",
                "'messages':[{'role':'user','name':'^','content':[{'type':'image_url','image_url':{'url':'^'}}]}]",
                "'messages':[{'role':'user','content':[{'type':'input_audio','input_audio':{'data':'^'}}]}]",
                "'input':[{'role':'user','content':[{'type':'input_file','file_data':'^','filename':'^'}]}]",
                "'prompt':[1,2]",
                "'input':null",
                "'metadata':{'note':'^'}"
            })
    void what_is_no_text_is_not(String field) {
        assertEquals(List.of(), read("{" + field + "}").messages());
    }

    @Test
    void instructions_and_what_the_application_says_are_told_apart() {
        var prompt = read("{'instructions':'a','messages':[{'content':'b','role':'developer'},{'content':'c'}]}");
        assertEquals(
                List.of(true, true, false),
                prompt.messages().stream().map(Prompt.Message::trusted).toList());
    }

    @Test
    void a_word_is_found_within_a_part_and_over_parts() {
        for (var parts : List.of(
                List.of("a fal", "con flies"),
                List.of("the end", "falcon"),
                List.of("falcon", "Please"),
                List.of("the", "fal", "con", "Please"))) {
            var found = new Findings();
            var prompt = new Prompt(List.of(new Prompt.Message(false, parts)));
            var list = WordList.parse(List.of("falcon"), new ArrayList<>());
            new PromptScreen(list, false).look(prompt, WORDS, found);
            assertTrue(found.found(Findings.Rule.WORDS), parts::toString);
        }
    }

    private static Prompt read(String json) {
        return Prompt.read(new ByteArrayInputStream(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }
}
