#!/usr/bin/env bash
# Checks the whole repository, cheapest first, and ends with "N passed, N failed, N skipped".
# Needs git and the .NET SDK, nothing else. Usage: tools/check.sh
set -uo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$*"; }
stop() { echo "$*" >&2; exit 1; }

step "text: no merge marks, no trailing blanks, no left-over marks, no foreign paths"
if git grep -nE '^(<<<<<<<|>>>>>>>) ' -- . ; then stop "merge marks"; fi
if git grep -nIE '[[:blank:]]+$' -- '*.cs' '*.csproj' '*.props' '*.sh' '*.py' '*.yml'; then stop "trailing blanks"; fi
if git grep -nE '\b(TODO|FIXME|HACK|XXX)\b' -- 'src/*.cs' 'samples/*.cs' 'bench/*.cs'; then stop "left-over marks"; fi

step "packages: exactly those of the lock files"
dotnet restore --locked-mode -v q || stop "restore: lock files and packages disagree"

step "build: Release, warnings are errors"
dotnet build -c Release --no-restore -v q -nologo -clp:ErrorsOnly || stop "build"

step "tests"
log=$(mktemp)
# One test process at a time: the kernels' own threads want the cores.
dotnet test -c Release --no-build -nologo -m:1 -v q 2>&1 | tee "$log"
result=${PIPESTATUS[0]}
passed=0 failed=0 skipped=0
while read -r f p s; do
  failed=$((failed + f)) passed=$((passed + p)) skipped=$((skipped + s))
done < <(sed -nE 's/.*Failed: +([0-9]+), Passed: +([0-9]+), Skipped: +([0-9]+),.*/\1 \2 \3/p' "$log")
rm -f "$log"
[ $((passed + failed)) -gt 0 ] || stop "no test ran"
echo
echo "$passed passed, $failed failed, $skipped skipped"
[ "$result" -eq 0 ] && [ "$failed" -eq 0 ]
