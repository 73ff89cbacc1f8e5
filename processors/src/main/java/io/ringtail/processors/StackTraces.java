package io.ringtail.processors;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Stack traces as events keep them. */
public final class StackTraces {
    private StackTraces() {}

    /** As a JVM prints it; what is beyond so many characters is cut. */
    public static String text(Throwable failure, int mostChars) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        String trace = text.toString();
        return trace.length() <= mostChars ? trace : trace.substring(0, mostChars);
    }
}
