package localazure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    /** From the folder of classes: looking for the package would read every entry of every jar on the class path. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void the_classes_are_found() {
        assertTrue(CLASSES.contain(Main.class) && !CLASSES.contain(ArchitectureTest.class));
    }

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
