package io.ringtail.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class LiveRulesTest {
    /** Whatever happens to a file while it is looked at, in words. */
    @Test
    void saysWhyFilesCannotBeLookedAt() {
        NoSuchFileException gone = new NoSuchFileException("web.rules");

        assertThat(LiveRules.reason(gone)).isEqualTo("there is no web.rules any more");
        assertThat(LiveRules.reason(new UncheckedIOException(gone))).isEqualTo("there is no web.rules any more");
        assertThat(LiveRules.reason(new DirectoryIteratorException(gone))).isEqualTo("there is no web.rules any more");
        assertThat(LiveRules.reason(new AccessDeniedException("web.rules"))).isEqualTo("web.rules may not be read");
        assertThat(LiveRules.reason(new IOException("broken"))).isEqualTo("broken");
        assertThat(LiveRules.reason(new NullPointerException())).isEqualTo("java.lang.NullPointerException");
    }
}
