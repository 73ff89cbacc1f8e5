#!/usr/bin/env bash
# Uses the built command as a new user would: the README's lines, exit statuses, streams, bad input, the launcher.
# Prints one line a check and closes with "N passed, N failed".
set -uo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/ringtail-end-to-end.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
passed=0
failed=0

# check NAME STATUS OUT-PATTERN ERR-PATTERN COMMAND...: an empty pattern wants an empty stream, '*' takes anything.
check() {
    local name=$1 status=$2 out=$3 err=$4
    shift 4
    "$@" > out.txt 2> err.txt < /dev/null
    local got=$?
    if [ "$got" != "$status" ]; then
        fail "$name" "exit status $got, not $status"
    elif ! matches "$out" out.txt; then
        fail "$name" "stdout does not match '$out'"
    elif ! matches "$err" err.txt; then
        fail "$name" "stderr does not match '$err'"
    else
        passed=$((passed + 1))
        echo "ok    $name"
    fi
}

matches() {
    case $1 in
        '*') return 0 ;;
        '') [ ! -s "$2" ] ;;
        *) grep -qE -- "$1" "$2" ;;
    esac
}

fail() {
    failed=$((failed + 1))
    echo "FAIL  $1: $2"
    sed 's/^/      out| /' out.txt | head -n 12
    sed 's/^/      err| /' err.txt | head -n 12
}

ringtail=$root/ringtail

check "--version names version and JDK" 0 '^ringtail [0-9].*\(JDK [0-9]+\)$' '' "$ringtail" --version
check "--help lists the commands" 0 'record .*' '' "$ringtail" --help
check "no command prints the help" 0 'Commands:' '' "$ringtail"
check "an unknown command is refused" 2 '' "Did you mean: .*query" "$ringtail" querry
for verb in record query rules replay export stats types sessions journal schema sim demo perf doctor; do
    check "$verb --help shows an example" 0 'Examples?:' '' "$ringtail" "$verb" --help
done
check "doctor" 0 'JDK' '' "$ringtail" doctor

# The ten lines of the README, word for word.
sed -n '/^## Ten lines of use/,/^`TRACE/p' "$root/README.md" | sed -n '/^```sh/,/^```/p' | grep '^\./ringtail' > readme.txt
lines=0
while IFS= read -r line; do
    lines=$((lines + 1))
    check "README: ${line:0:90}" 0 '*' '*' bash -c "cd '$work' && ${line/.\/ringtail/\"$ringtail\"}"
done < readme.txt
[ "$lines" -eq 10 ] || fail "README has ten lines of use" "found $lines"

# Its rules and checks, as one script; whether the check of this machine fires is the machine's affair.
sed -n '/^## Rules and checks/,/^## How/p' "$root/README.md" | sed -n '/^```sh/,/^```/p' |
    sed -e '/^```/d' -e '/^\.\/ringtail check/d' -e "s|^\./ringtail|\"$ringtail\"|" > readme.sh
check "README: rules and checks" 0 'fired .*crashes .*checkout.exe crashed in payment-client.dll' '*' bash -e readme.sh

question='events | summarize n = count() by Provider, EventName | sort by n desc, Provider asc, EventName asc'
"$ringtail" query incident.etl "$question" --format json > file.json 2> /dev/null
"$ringtail" query --journal incident.journal "$question" --format json > journal.json 2> /dev/null
check "file and journal answer alike" 0 '' '' cmp file.json journal.json
context='events | summarize n = count() by ProcessName, CommandLine, ParentProcessId, Machine | sort by n desc, CommandLine asc'
"$ringtail" query incident.etl "$context" --format json > file.json 2> /dev/null
"$ringtail" query --journal incident.journal "$context" --format json > journal.json 2> /dev/null
check "events know their processes" 0 'checkout.exe.*CHECKOUT-WEB-01' '' cat file.json
check "on file and journal alike" 0 '' '' cmp file.json journal.json
check "a cut-out is written with its schemas" 0 '^wrote cut.etl: [0-9,]+ events, ([0-9,]+ others that .*, )?[0-9]+ records with their schemas' '' \
    "$ringtail" export incident.etl --to etl --out cut.etl --where "['Contoso-Checkout/Request/Stop']"
check "and reads alone, in less memory than the trace has" 0 'avg_durationMs' '' \
    env RINGTAIL_JVM_OPTS=-Xmx24m "$ringtail" query cut.etl "['Contoso-Checkout'] | summarize avg(durationMs)"
check "a file that is there is kept" 3 '' 'is there already.*--force' "$ringtail" export incident.etl --to etl --out cut.etl
check "stats --format json is JSON" 0 '*' '' python3 -c "
import json, subprocess
stats = json.loads(subprocess.run(['$ringtail', 'stats', 'incident.etl', '--format', 'json'], capture_output=True, check=True).stdout)
wanted = 'files events byHeaderKind byCpu byType firstTime lastTime payloadBytes undecodable lost problems'.split()
assert list(stats) == wanted, list(stats)
assert stats['events'] == 200000, stats['events']
assert sum(t['count'] for t in stats['byType']) == stats['events']
"

check "an unknown column is pointed at" 2 '' "query:1:16: no column 'ProcesId'; did you mean 'ProcessId'\?" \
    "$ringtail" query incident.etl 'events | where ProcesId == 4'
check "the example of query --help works" 0 'checkout.exe' '' \
    "$ringtail" query incident.etl "$("$ringtail" query --help | tr '\n' ' ' | grep -oE "\['Windows Kernel/Process/Start'\][^\"]*")"
check "a journal that is named as a trace is told apart" 2 '' 'is a journal, not a trace; ask it with --journal incident.journal' \
    "$ringtail" query incident.journal 'events | count'
if command -v script > /dev/null; then
    check "on a terminal columns stay wide enough to read" 0 '(^|K)Timestamp  .*EventName' '' \
        script -qec "stty cols 80; '$ringtail' query incident.etl 'events | take 3'" /dev/null
    check "columns that have no room are named" 0 'no room for .*Session.*; choose with' '' \
        script -qec "stty cols 80; '$ringtail' query incident.etl 'events | take 3'" /dev/null
fi
check "a chart is drawn" 0 '0 ┤' '' \
    "$ringtail" query incident.etl 'events | summarize n = count() by bin(Timestamp, 1m) | render timechart'
check "a chart is written" 0 '' 'wrote events.svg' \
    "$ringtail" query incident.etl 'events | summarize n = count() by Provider | render barchart' --out events.svg
check "and again as a PNG" 0 '' 'wrote events.png' \
    "$ringtail" query incident.etl 'events | summarize n = count() by Provider | render piechart' --out events.png
check "the PNG is one" 0 'PNG' '' head -c 8 events.png
check "a chart that does not fit is refused at its place" 2 '' 'query:1:46: timechart needs a column of type datetime' \
    "$ringtail" query incident.etl 'events | summarize n = count() by Provider | render timechart'
check "query without a query needs a terminal" 2 '' 'query needs a query: .*must be a terminal' \
    "$ringtail" query incident.etl
check "the shell runs what is typed" 0 '200000' '' python3 -c "
import os, pty, signal
signal.alarm(120)
child, screen = pty.fork()
if child == 0:
    os.execv('$ringtail', ['$ringtail', 'query', 'incident.etl'])
shown = ''
lines = [b'events | count\\r', b'.quit\\r']
try:
    while chunk := os.read(screen, 4096): # what is typed before the prompt is there would be lost
        shown += chunk.decode('utf-8', 'replace')
        if lines and shown.count('ringtail> ') > 2 - len(lines):
            os.write(screen, lines.pop(0))
except OSError:
    pass # the terminal is closed
print(shown)
raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"
check "a recording ticks once a second" 0 '^ *[1-9][0-9]+$' '' \
    "$ringtail" query --journal incident.journal "control | where EventName == 'Tick' | count"
check "a recording can be brought to the disk" 0 'recorded' '*' "$ringtail" record --journal synced.journal --sync 1s incident.etl
check "and says how far" 0 ',[1-9][0-9]*,"",' '' "$ringtail" journal info --journal synced.journal --format json
check "a cursor is made" 0 "'rules' goes on at sequence [1-9]" '' \
    "$ringtail" journal cursors seek rules --to end --journal synced.journal
check "and listed" 0 'rules .* false' '' "$ringtail" journal cursors list --journal synced.journal
check "prune needs a limit" 2 '' 'prune needs a limit: --older-than' "$ringtail" journal prune --journal synced.journal
check "prune tells what it did" 0 '*' 'deleted [0-9]+ files' "$ringtail" journal prune --keep-size 1 --journal synced.journal
check "a pruned journal is sound" 0 'sound: ' '' "$ringtail" journal verify --journal synced.journal
check "a missing file is named" 3 '' 'nothing.etl' "$ringtail" stats nothing.etl

# Schemas: late binding on a journal, the user's store, one command.
export RINGTAIL_HOME=$work/home
cat > shop.man <<'XML'
<instrumentationManifest><provider name="Shop" guid="{0c7a4f1e-2222-4333-8444-55556666aaaa}">
<tasks><task name="Sale" value="1"/></tasks>
<templates><template tid="t"><data name="Amount" inType="win:UInt32"/></template></templates>
<events><event value="1" version="0" task="Sale" template="t"/></events></provider></instrumentationManifest>
XML
check "schema import into a journal" 0 'imported 1 event of 1 provider into incident.journal' '' \
    "$ringtail" schema import --journal incident.journal shop.man
check "an imported schema is in the journal" 0 'Shop.*imported' '' "$ringtail" schema list --journal incident.journal
check "schema import takes all that is named or nothing" 2 '' "nothing.man': no such file" \
    "$ringtail" schema import shop.man nothing.man
check "schema import of a trace" 3 '' 'incident.etl: is a trace, no manifest' "$ringtail" schema import shop.man incident.etl
check "schema import for good" 0 'for all traces and journals' '' "$ringtail" schema import shop.man
check "schema show finds what was imported" 0 'Amount u32' '' "$ringtail" schema show shop
check "schema missing" 0 '^Provider' '' "$ringtail" schema missing incident.etl --schemas shop.man
check "--schemas names no file" 2 '' '--schemas nothing.man: no such file' "$ringtail" stats incident.etl --schemas nothing.man
http=$root/../shared/data/etl
if [ -e "$http/HTTP_Server.man" ]; then
    check "a manifest decodes HTTP.sys" 0 'Microsoft-Windows-HttpService,3396' '' "$ringtail" query \
        "$http/CrossMachineHTTP.etl" --schemas "$http/HTTP_Server.man" --format csv \
        "events | where isempty(DecodeProblem) | summarize count() by Provider | where Provider startswith 'Microsoft-Windows-Http'"
fi
head -c 5000 /dev/urandom > noise.etl
check "noise is not a trace" 3 '' 'noise.etl' "$ringtail" stats noise.etl
head -c 300000 incident.etl > cut.etl
check "a cut trace gives its good events and a warning" 0 'events' 'warning' "$ringtail" stats cut.etl
check "a folder that is no journal is named" 3 '' 'journal' "$ringtail" query --journal . 'events | count'
check "record without a source is refused" 2 '' 'record' "$ringtail" record --journal j
ln -s "$ringtail" linked
check "the launcher works through a link" 0 '^ringtail ' '' ./linked --version
check "a JDK that is too old is refused" 3 '' 'RINGTAIL_JAVA_HOME=.* is not a JDK of version 21' \
    env RINGTAIL_JAVA_HOME=/nonexistent "$ringtail" --version
# A canary that is judged while it is recorded.
mkdir gray
check "a scenario is simulated" 0 'expert: +rolls it back' '' "$ringtail" sim bad-5xx --out bad.etl --seed 7
echo '{"version":"1.2","weight":15,"rollbackOn5xxRate":0.03}' > gray/checkout.json
check "a bad canary is recorded" 0 'recorded ' '^recorded: ' "$ringtail" record --journal gray.journal bad.etl --strategies gray
check "and rolled back" 0 'rolled back.*5xx' 'at most 3 rollbacks an hour' "$ringtail" canary status --strategies gray
check "judgements are events" 0 'FAIL' '' "$ringtail" query --journal gray.journal --format csv \
    "control | where EventName == 'Judged' | summarize count() by verdict"
check "a replay judges the same" 0 '*' 'the replay says the same, to the byte' "$ringtail" replay --journal gray.journal --compare
check "also by the store as it is now" 0 '*' 'the replay says the same' \
    "$ringtail" replay --journal gray.journal --strategies gray --compare
check "a trace is judged" 0 'intent.*rollback' '' "$ringtail" replay bad.etl --strategies gray
check "a person restarts the trial" 0 'on trial anew, revision' '' \
    "$ringtail" canary override checkout restart --weight 5 --reason 'fixed' --strategies gray
check "a decision needs a reason" 2 '' "required option: '--reason" "$ringtail" canary hold checkout --strategies gray
check "a folder of strategies has to be there" 2 '' 'is no folder' "$ringtail" canary status --strategies nowhere
check "a scenario that is none is refused" 2 '' "no scenario; there are incident" "$ringtail" sim bad --out x.etl
cat > shop.rules <<'RULES'
rule errors
  on ['Contoso-Checkout/Request/Stop'] | summarize err = countif(statusCode >= 500), n = count() by bin(Timestamp, 10s)
  when err >= 2
  cooldown 5m   mode armed   severity critical   message "{err} of {n} failed"
  then alert, export session (before 5s, after 5s)
test 'two failures' given datatable(Timestamp: datetime, Provider: string, EventName: string, statusCode: long) [
    datetime(2026-03-01T10:00:01), 'Contoso-Checkout', 'Request/Stop', 500,
    datetime(2026-03-01T10:00:02), 'Contoso-Checkout', 'Request/Stop', 500 ]
  expect fired errors at datetime(2026-03-01T10:00:10)
RULES
check "rules are well written" 0 '^ok: 1 rule, 1 test' '' "$ringtail" rules validate shop.rules
check "their tests pass" 0 '^1 test, 0 failed' '' "$ringtail" rules test shop.rules
check "a bad rule is told with its place" 2 '' '^bad.rules:1:23: no action .alrt.; did you mean .alert.' \
    bash -c "echo 'rule a on events then alrt' > bad.rules; '$ringtail' rules validate bad.rules"
check "rules watch a recording" 0 '^recorded' '^alert: \[critical\]' \
    "$ringtail" record --journal watched.journal 'sim:incident?seed=7&events=60000' --rules shop.rules
check "what they export can be asked" 0 'n' '' bash -c "
    for file in watched.journal/exports/errors-*.rtz; do '$ringtail' query \$file 'events | summarize n = count()' || exit; done"
check "a replay says the same" 0 '*' 'the replay says the same, to the byte' "$ringtail" replay --journal watched.journal --compare
check "and other rules something else" 1 'recording' 'differ' \
    bash -c "sed 's/err >= 2/err >= 3/' shop.rules > other.rules; '$ringtail' replay --journal watched.journal --rules other.rules --compare"
mkdir -p shared
echo '{"version":"1.2","weight":15,"rollbackOn5xxRate":1,"minRequests":1000000}' > shared/checkout.json
check "rules roll back, with a store" 0 '^recorded' '^alert: \[critical\]' bash -c "
    sed 's/then alert/then rollback \"checkout\", alert/' shop.rules > act.rules
    '$ringtail' record --journal acted.journal bad.etl --rules act.rules --strategies shared"
check "and say who did" 0 'rule errors' 'at most 3 rollbacks an hour' "$ringtail" canary status --strategies shared
check "firings are a table" 0 'critical' '' "$ringtail" query --journal watched.journal 'rules | where EventName == "Fired"'

check "demo runs to its end" 0 'ringtail journal verify' '*' "$ringtail" demo
check "and again, on a trace" 0 'Windows Kernel' '*' "$ringtail" demo incident.etl
check "but not in a folder of others" 2 '' 'not this tour' "$ringtail" demo --dir shared

echo
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
