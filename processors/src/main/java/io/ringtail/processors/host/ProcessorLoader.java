package io.ringtail.processors.host;

import io.ringtail.processors.Processor;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Loads a processor's classes from files, with a class loader of their own, so that another version of them can take the
 * place of one that runs. What processors are made against (the contract, the bus, the language) stays this process's own.
 * The loader goes when nothing of the processor is used any more.
 */
public final class ProcessorLoader {
    private ProcessorLoader() {}

    /**
     * Makes a processor.
     *
     * @param classPath jars and folders of classes
     * @param className a class with a constructor that takes nothing
     * @throws IOException if there is no such class, or it is no processor; the message says which
     */
    public static Processor load(List<Path> classPath, String className) throws IOException {
        URL[] urls = new URL[classPath.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = url(classPath.get(i));
        }
        Own loader = new Own(urls, ProcessorLoader.class.getClassLoader());
        try {
            return loader.loadClass(className)
                    .asSubclass(Processor.class)
                    .getConstructor()
                    .newInstance();
        } catch (ClassCastException e) {
            loader.close();
            throw new IOException(className + " is no " + Processor.class.getName(), e);
        } catch (ReflectiveOperationException | LinkageError e) {
            loader.close();
            throw new IOException("the processor " + className + " cannot be made: " + e, e);
        }
    }

    private static URL url(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new IOException("there is no " + path + " to load a processor from");
        }
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IOException("no class is loaded from " + path, e);
        }
    }

    /** Its own classes before those of the process. */
    private static final class Own extends URLClassLoader {
        private static final Set<String> SHARED = Set.of(
                "java.", "javax.", "com.google.protobuf.", "org.jspecify.", "io.ringtail.ring.", "io.ringtail.dsl.");
        private static final Set<String> CONTRACT =
                Set.of("io.ringtail.processors", "io.ringtail.processors.state", "io.ringtail.processors.proto");

        Own(URL[] urls, ClassLoader parent) {
            super(urls, parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null) {
                    return known;
                }
                if (isShared(name)) {
                    return super.loadClass(name, resolve);
                }
                try {
                    return findClass(name);
                } catch (ClassNotFoundException e) {
                    return super.loadClass(name, resolve);
                }
            }
        }

        private static boolean isShared(String name) {
            int dot = name.lastIndexOf('.');
            return SHARED.stream().anyMatch(name::startsWith)
                    || CONTRACT.contains(dot < 0 ? "" : name.substring(0, dot));
        }
    }
}
