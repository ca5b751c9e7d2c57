# Shared by the shell programs of eng/. Progress goes to standard error: standard output belongs to data.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
# A build server of this checkout would outlive the command and hold its pipes open.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
# dotnet wants a writable home; a service account may have none.
if [ ! -w "${HOME:-/nonexistent}" ]; then export DOTNET_CLI_HOME=${DOTNET_CLI_HOME:-$root/.eng/home} NUGET_PACKAGES=${NUGET_PACKAGES:-$root/.eng/packages}; fi

say() { printf 'netthreat: %s\n' "$1" >&2; }

fail() {
    say "$1"
    exit "${2:-1}"
}

# One process at a time from here to unlocked; the lock dies with its process, whatever ends it.
locked() {
    exec 9>"$1"
    if command -v flock >/dev/null; then flock 9; fi
}

unlocked() { exec 9>&-; }

write_atomically() {
    printf '%s\n' "$2" >"$1.$$"
    mv -f "$1.$$" "$1"
}

# A digest of the contents of the files and folders named; what does not exist counts as absent.
content_key() {
    local path
    for path in "$@"; do
        if [ -d "$path" ]; then find "$path" -type f -print0; elif [ -f "$path" ]; then printf '%s\0' "$path"; fi
    done | LC_ALL=C sort -z | xargs -0 -r cat -- | sha256sum | cut -d ' ' -f 1
}

# A digest of names, sizes and times of the files and folders named: changes when one is edited, added, removed or replaced.
listing_key() {
    { find "$@" -printf '%p %s %T@ %y\n' 2>/dev/null || true; } | LC_ALL=C sort | sha256sum | cut -d ' ' -f 1
}
