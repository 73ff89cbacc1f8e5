# Writes the class-data archive that makes every later start faster, by running the commands that people run most.
# Sourced with root, java_home and java_version set. Nothing is lost if it fails: starts are then only slower.

echo "  preparing fast starts" >&2
training=$(mktemp -d "${TMPDIR:-/tmp}/ringtail-training.XXXXXX")
"$java_home/bin/java" @"$root/tools/ringtail.jvmopts" -Xlog:disable -XX:+UseSerialGC \
    -XX:ArchiveClassesAtExit="$root/app/target/classes-$java_version.jsa" \
    -Dringtail.training="$training" -jar "$root/app/target/ringtail/ringtail.jar" > "$root/app/target/training.log" 2>&1 \
    9>&- || rm -f "$root/app/target/classes-$java_version.jsa"
rm -rf "$training"
