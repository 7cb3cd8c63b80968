package proxy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("proxy");

    @Test
    void the_decision_core_and_the_limits_depend_on_nothing_but_the_language() {
        classes()
                .that()
                .resideInAnyPackage("proxy.balance", "proxy.limit")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("proxy.balance", "proxy.limit", "java.lang..", "java.util..", "java.time..")
                .check(CLASSES);
    }

    @Test
    void the_decision_core_and_the_limits_ask_no_clock_of_their_own() {
        noClasses()
                .that()
                .resideInAnyPackage("proxy.balance", "proxy.limit")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(CLASSES);
    }

    @Test
    void what_a_request_asks_is_read_without_a_connection() {
        classes()
                .that()
                .resideInAPackage("proxy.api")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "proxy.api",
                        "proxy.io",
                        "proxy.observe",
                        "proxy.stream",
                        "java..",
                        "com.fasterxml.jackson.core..",
                        "io.netty.buffer",
                        "io.netty.handler.codec.http",
                        "io.netty.util")
                .check(CLASSES);
    }

    @Test
    void a_request_does_not_know_the_connection_it_came_by() {
        noClasses()
                .that()
                .resideOutsideOfPackages("proxy", "proxy.front")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("proxy.front")
                .check(CLASSES);
    }

    @Test
    void what_passes_an_answer_on_knows_neither_who_asked_nor_which_account_answers() {
        noClasses()
                .that()
                .resideInAPackage("proxy.relay")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "proxy.api", "proxy.balance", "proxy.callers", "proxy.http", "proxy.identity", "proxy.upstream")
                .check(CLASSES);
    }

    @Test
    void packages_have_no_cycles() {
        SlicesRuleDefinition.slices()
                .matching("proxy.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void only_the_front_and_the_upstream_side_know_netty() {
        noClasses()
                .that()
                .resideInAnyPackage("proxy.config", "proxy.callers", "proxy.identity", "proxy.observe", "proxy.egress")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CLASSES);
    }

    @Test
    void nobody_prints_but_main() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Main")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CLASSES);
    }

    @Test
    void the_secret_of_the_identity_endpoint_is_opened_in_one_place() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Assembly")
                .should()
                .callMethod(proxy.config.Environment.Secret.class, "value")
                .check(CLASSES);
    }
}
