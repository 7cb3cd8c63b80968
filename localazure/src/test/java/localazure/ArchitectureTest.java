package localazure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("localazure");

    @Test
    void the_engine_knows_nothing_about_azure() {
        noClasses()
                .that()
                .resideInAPackage("localazure.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("localazure.arm..", "localazure.rules..", "localazure.planes..", "com.pulumi..")
                .check(CLASSES);
    }

    @Test
    void only_the_engine_speaks_grpc() {
        noClasses()
                .that()
                .resideOutsideOfPackage("localazure.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.grpc..", "pulumirpc..", "com.google.protobuf..")
                .check(CLASSES);
    }

    @Test
    void rules_and_planes_meet_in_arm_only() {
        noClasses()
                .that()
                .resideInAnyPackage("localazure.arm..", "localazure.rules..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("localazure.planes..", "localazure.console..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage("localazure.arm..", "localazure.planes..", "localazure.console..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("localazure.rules..")
                .check(CLASSES);
    }
}
