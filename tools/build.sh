# Builds the runnable with Maven, for the launcher, which sources this file: root, java_home and java_version are set.
# One build at a time; a second launcher waits for the first and then finds its work done.

mkdir -p "$root/app/target"
exec 9> "$root/app/target/build.lock"
if command -v flock >/dev/null 2>&1 && ! flock -n 9; then
    echo "Ringtail is being built by another command; waiting for it ..." >&2
    flock 9
fi

if sources_are_newer; then
    log=$root/app/target/build.log
    echo "Building Ringtail with JDK $java_version (about a minute the first time; log: $log) ..." >&2
    started=$(mktemp "$root/app/target/started.XXXXXX")
    (
        cd "$root" &&
            JAVA_HOME=$java_home mvn -B --no-transfer-progress package -DskipTests -Dspotless.check.skip=true \
                -Djacoco.skip=true
    ) > "$log" 2>&1 9>&- &
    maven=$!
    # One line a module: enough to see that it moves.
    shown=0
    while kill -0 "$maven" 2>/dev/null; do
        modules=$(grep -c '^\[INFO\] Building Ringtail' "$log" 2>/dev/null)
        if [ "${modules:-0}" -gt "$shown" ]; then
            shown=$modules
            grep '^\[INFO\] Building Ringtail' "$log" | tail -n 1 | sed 's/^\[INFO\] Building /  building /' >&2
        fi
        sleep 0.3
    done
    if ! wait "$maven"; then
        grep -E '^\[(ERROR|WARNING)\]' "$log" | head -n 20 >&2
        echo "ringtail: the build failed; the whole log is $log" >&2
        rm -f "$started"
        exit 3
    fi
    rm -f "$root"/app/target/classes-*.jsa
    mv "$started" "$stamp"
    . "$root/tools/archive-classes.sh"
fi
exec 9>&-
