package infra.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import infra.plan.Plan;
import infra.testkit.StackFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class StacksReferenceTest {

    @Test
    void the_page_of_the_alerts_is_what_the_catalogue_and_the_stacks_say() throws IOException {
        check("docs/reference/alerts.md", AlertsPage::of);
    }

    @Test
    void the_page_of_the_stacks_is_what_their_plans_say() throws IOException {
        check("docs/reference/stacks.md", StacksPage::of);
    }

    private static void check(String name, Function<Map<String, Plan>, String> page) throws IOException {
        var file = Path.of(name);
        var stacks = new LinkedHashMap<String, Plan>();
        for (var stack : new String[] {"dev", "prod"}) stacks.put(stack, StackFiles.plan(stack));
        var text = page.apply(stacks);
        if (System.getenv("CI") == null) Files.writeString(file, text);
        assertEquals(Files.readString(file), text, file + ": run mvn test and commit the page");
    }
}
