package infra.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import infra.plan.Plan;
import infra.testkit.StackFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;

class AlertsReferenceTest {

    @Test
    void the_reference_page_is_what_the_catalogue_and_the_stacks_say() throws IOException {
        var file = Path.of("docs/reference/alerts.md");
        var stacks = new LinkedHashMap<String, Plan>();
        for (var stack : new String[] {"dev", "prod"}) stacks.put(stack, StackFiles.plan(stack));
        var page = AlertsPage.of(stacks);
        if (System.getenv("CI") == null) Files.writeString(file, page);
        assertEquals(Files.readString(file), page, file + ": run mvn test and commit the page");
    }
}
