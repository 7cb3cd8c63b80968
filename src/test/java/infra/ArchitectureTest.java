package infra;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("infra");

    private static final Set<String> COMPONENT_PACKAGES = Set.of(
            "infra.network",
            "infra.identity",
            "infra.openai",
            "infra.registry",
            "infra.containerapps",
            "infra.gateway",
            "infra.monitoring",
            "infra.promptlog");

    /** Small components that others are made of. */
    private static final Set<String> BUILDING_BLOCKS = Set.of(
            "PrivateEndpoint",
            "PrivateEndpointArgs",
            "RoleGrant",
            "RoleGrantArgs",
            "Role",
            "Diagnostics",
            "DiagnosticsArgs");

    @Test
    void components_are_final_and_have_one_constructor_of_one_shape() {
        classes()
                .that()
                .areAssignableTo(ComponentResource.class)
                .should()
                .haveModifier(JavaModifier.FINAL)
                .andShould(haveTheOneConstructor())
                .check(PROGRAM);
    }

    @Test
    void only_main_reads_configuration_and_starts_the_program() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("infra.Main")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("com\\.pulumi\\.(Config|Context|Pulumi)")
                .check(PROGRAM);
    }

    @Test
    void components_know_of_each_other_only_references_and_building_blocks() {
        classes()
                .that(resideInAPackage("infra.*.."))
                .should(dependOnOtherComponentsOnlyThroughReferences())
                .check(PROGRAM);
    }

    @Test
    void settings_and_plan_are_pure() {
        noClasses()
                .that()
                .resideInAnyPackage("infra.settings", "infra.plan")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.pulumi..", "java.net..")
                .check(PROGRAM);
        noClasses()
                .that()
                .resideInAPackage("infra.settings")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("infra.plan")
                .check(PROGRAM);
    }

    @Test
    void calls_that_spoil_outputs_or_hide_faults_are_not_made() {
        noClasses()
                .should()
                .callMethodWhere(describe(
                        "String.format or formatted",
                        call -> call.getTargetOwner().isEquivalentTo(String.class)
                                && Set.of("format", "formatted").contains(call.getName())))
                .orShould()
                .callMethod(Output.class, "asPlaintext")
                .orShould()
                .callMethod(Optional.class, "get")
                .orShould()
                .accessField(System.class, "out")
                .check(PROGRAM);
    }

    @Test
    void only_the_image_makes_an_unknown_output() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("infra.registry.ProxyImage")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.pulumi.core.internal")
                .check(PROGRAM);
    }

    @Test
    void only_the_registry_package_builds_images() {
        noClasses()
                .that()
                .resideOutsideOfPackage("infra.registry")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.google.cloud.tools.jib..")
                .check(PROGRAM);
    }

    private static ArchCondition<JavaClass> haveTheOneConstructor() {
        return new ArchCondition<>("have the one constructor (String, <Component>Args, ComponentResourceOptions)") {
            @Override
            public void check(JavaClass component, ConditionEvents events) {
                var wanted = List.of(
                        String.class.getName(),
                        component.getFullName() + "Args",
                        ComponentResourceOptions.class.getName());
                var ok = component.getConstructors().size() == 1
                        && component.getConstructors().stream()
                                .allMatch(constructor -> constructor.getRawParameterTypes().stream()
                                        .map(JavaClass::getFullName)
                                        .toList()
                                        .equals(wanted));
                if (!ok)
                    events.add(SimpleConditionEvent.violated(
                            component, component.getFullName() + " has another constructor"));
            }
        };
    }

    private static ArchCondition<JavaClass> dependOnOtherComponentsOnlyThroughReferences() {
        return new ArchCondition<>("depend on other component packages only through references and building blocks") {
            @Override
            public void check(JavaClass from, ConditionEvents events) {
                if (!COMPONENT_PACKAGES.contains(from.getPackageName())) return;
                from.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> foreign(from, dependency.getTargetClass()))
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(from, dependency.getDescription())));
            }
        };
    }

    private static boolean foreign(JavaClass from, JavaClass to) {
        return COMPONENT_PACKAGES.contains(to.getPackageName())
                && !to.getPackageName().equals(from.getPackageName())
                && !to.getSimpleName().endsWith("Ref")
                && !BUILDING_BLOCKS.contains(to.getSimpleName());
    }
}
