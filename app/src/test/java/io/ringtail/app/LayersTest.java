package io.ringtail.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Imports point down only; see the picture in README.md. */
class LayersTest {
    private static final Path ROOT = Path.of(System.getProperty("ringtail.root"));

    private final JavaClasses all = new ClassFileImporter().importPaths(classFolders());

    @Test
    void ringImportsNoOtherModule() {
        noClasses()
                .that()
                .resideInAPackage("io.ringtail.ring..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.ringtail.etw..",
                        "io.ringtail.dsl..",
                        "io.ringtail.processors..",
                        "io.ringtail.app..",
                        "io.ringtail.perf..")
                .check(all);
    }

    @Test
    void modulesSideBySideDoNotImportEachOther() {
        noClasses()
                .that()
                .resideInAPackage("io.ringtail.etw..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.ringtail.dsl..", "io.ringtail.processors..", "io.ringtail.app..", "io.ringtail.perf..")
                .check(all);
        noClasses()
                .that()
                .resideInAPackage("io.ringtail.dsl..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.ringtail.etw..", "io.ringtail.processors..", "io.ringtail.app..", "io.ringtail.perf..")
                .check(all);
        noClasses()
                .that()
                .resideInAPackage("io.ringtail.processors..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.ringtail.etw..", "io.ringtail.app..", "io.ringtail.perf..")
                .check(all);
    }

    @Test
    void nothingImportsAppOrPerf() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.ringtail.app..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.ringtail.app..")
                .check(all);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.ringtail.perf..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.ringtail.perf..")
                .check(all);
    }

    @Test
    void rawMemoryIsTouchedInOneClass() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.ringtail.ring.block.Memory")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("net.openhft.chronicle.core.UnsafeMemory")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("sun.misc.Unsafe")
                .check(all);
    }

    @Test
    void commandsAreRecords() {
        classes().that().implement(Command.class).should().beRecords().check(all);
    }

    /** The modules' own classes, whether Maven hands them over as folders or as jars. */
    private static List<Path> classFolders() {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("target/classes"))
                    .filter(Files::isDirectory)
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
