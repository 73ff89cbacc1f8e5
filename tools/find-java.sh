# Finds a JDK for the scripts that source this file: sets java_home and java_version, or leaves java_home empty.
# No JVM is started: the `release` file in a JDK's home says its version.

baseline=21

# Sets version to the feature version of the JDK in $1 (17, 21, 25), or to 0 if there is none.
java_version_of() {
    version=0
    [ -r "$1/release" ] && [ -x "$1/bin/java" ] || return 0
    while IFS= read -r line; do
        case $line in
            JAVA_VERSION=\"*)
                version=${line#JAVA_VERSION=\"}
                version=${version%%[.\"+-]*}
                return 0
                ;;
        esac
    done < "$1/release"
}

# Takes the JDK in $1 if it is new enough, and a full JDK where $need_compiler is set.
try_java_home() {
    [ -n "$1" ] || return 1
    [ -z "${need_compiler:-}" ] || [ -x "$1/bin/javac" ] || return 1
    java_version_of "$1"
    [ "$version" -ge "$baseline" ] 2>/dev/null || return 1
    [ "$version" -gt "${java_version:-0}" ] || return 1
    java_home=$1
    java_version=$version
}

find_java() {
    java_home=
    java_version=0
    if [ -n "${RINGTAIL_JAVA_HOME:-}" ]; then
        try_java_home "$RINGTAIL_JAVA_HOME"
        return 0
    fi
    try_java_home "$root/runtime" && return 0
    try_java_home "${JAVA_HOME:-}" && return 0
    on_path=$(command -v java 2>/dev/null) && try_java_home "$(dirname "$(dirname "$(readlink -f "$on_path")")")" && return 0
    for home in /usr/lib/jvm/* /opt/jdk* /opt/java/* "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        [ -L "$home" ] || try_java_home "$home" || :
    done
}

# Says how to get a JDK; the caller exits with 3.
say_no_java() {
    {
        if [ -n "${RINGTAIL_JAVA_HOME:-}" ]; then
            echo "ringtail: RINGTAIL_JAVA_HOME=$RINGTAIL_JAVA_HOME is not a JDK of version $baseline or newer."
        else
            echo "ringtail: no JDK of version $baseline or newer found (looked at JAVA_HOME, the PATH, /usr/lib/jvm, /opt, ~/.sdkman, ~/.jdks)."
        fi
        echo "Install one, for example with 'apt-get install openjdk-$baseline-jdk' or Temurin 25 (package temurin-25-jdk),"
        echo "or set RINGTAIL_JAVA_HOME to where one is."
    } >&2
}
