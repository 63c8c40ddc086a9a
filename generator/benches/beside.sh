#!/usr/bin/env bash
# Times `scaffold generate` beside `pg_dump -s` and `sea-orm-cli generate entity` on the same PostgreSQL databases,
# then `cargo check` of what they wrote, and prints two Markdown tables. Nothing here passes or fails.
#
#   generator/benches/beside.sh [TABLES...]        100, 300 and 1000 by default
#
# The databases are freshly made and not analyzed, but for a second try of sea-orm-cli, which is slow without planner
# statistics. They are on the server that BENCH_POSTGRES_URL names (postgres://user@host:port, without a database), or
# on one of the script's own. Every figure is a median in seconds; hyperfine takes it when it is there. sea-orm-cli
# takes part when it is on PATH; its first try is stopped after PEER_LIMIT seconds (180), its second after 1800.
# CHECK_TABLES is the largest crate that is checked (1000), CHECK_RUNS how often (3).
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
scaffold=$root/target/release/scaffold
work=$(mktemp -d)
runs=${RUNS:-7}
peer_limit=${PEER_LIMIT:-180}
check_tables=${CHECK_TABLES:-1000}
check_runs=${CHECK_RUNS:-3}
PATH=$PATH:$(printf '%s:' /usr/lib/postgresql/*/bin)
unset DATABASE_URL

# --- the server ------------------------------------------------------------------------------------------------------

unprivileged() {
    if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

start_server() {
    local port=${PORT:-54329}
    chmod 755 "$work"
    install -d -m 755 "$work/server"
    if [ "$(id -u)" = 0 ]; then chown postgres "$work/server"; fi
    unprivileged "$(command -v initdb)" -D "$work/server/data" -U postgres -A trust --no-sync >/dev/null
    unprivileged "$(command -v pg_ctl)" -D "$work/server/data" -l "$work/server/log" -w start \
        -o "-p $port -k '' -c listen_addresses=127.0.0.1 -c autovacuum=off -c fsync=off" >/dev/null
    server=postgres://postgres@127.0.0.1:$port
}

clean_up() {
    if [ -d "$work/server" ]; then
        unprivileged "$(command -v pg_ctl)" -D "$work/server/data" -m immediate stop >/dev/null || true
    fi
    rm -rf "$work"
}

# --- measuring -------------------------------------------------------------------------------------------------------

# median RUNS PREPARE COMMAND: both commands are one string each.
median() {
    if command -v hyperfine >/dev/null; then
        hyperfine -N --runs "$1" --prepare "$2" --export-csv "$work/times.csv" --command-name it "$3" \
            >"$work/said" 2>&1 || { cat "$work/said" >&2; return 1; }
        tail -1 "$work/times.csv" | cut -d, -f4
    else
        local begun
        for _ in $(seq "$1"); do
            eval "$2" >/dev/null
            begun=$(date +%s%N)
            eval "$3" >/dev/null 2>"$work/said" || { cat "$work/said" >&2; return 1; }
            echo $(($(date +%s%N) - begun))
        done | sort -n | awk '{ times[NR] = $1 } END { print times[int((NR + 1) / 2)] / 1e9 }'
    fi
}

short() { if [ "$1" = - ]; then echo -; else awk -v s="$1" 'BEGIN { printf(s < 10 ? "%.2f" : "%.0f", s) }'; fi; }

# each SECONDS TABLES: milliseconds for each table, which stay the same where the growth is linear.
each() { if [ "$1" = - ]; then echo -; else awk -v s="$1" -v n="$2" 'BEGIN { printf("%.0f ms", s * 1000 / n) }'; fi; }

ratio() { if [ "$1" = - ] || [ "$2" = - ]; then echo -; else awk -v a="$1" -v b="$2" 'BEGIN { printf("%.1f", a / b) }'; fi; }

# --- whole commands --------------------------------------------------------------------------------------------------

make_database() {
    psql -q "$server/postgres" -c "DROP DATABASE IF EXISTS bench_$1" -c "CREATE DATABASE bench_$1" >/dev/null 2>&1
    "$schema" schema postgres "$1" | psql -q "$server/bench_$1" >/dev/null
}

# peer TABLES LIMIT: the peer's own time, or - when it is missing or too slow; its crate is what it wrote last.
peer() {
    local begun
    rm -rf "$work/peer-$1"
    if ! command -v sea-orm-cli >/dev/null; then echo -; return; fi
    begun=$(date +%s%N)
    if timeout "$2" sea-orm-cli generate entity -u "$server/bench_$1" --lib -o "$work/peer-$1/src" \
        --compact-format >/dev/null 2>&1
    then echo $(($(date +%s%N) - begun)) | awk '{ print $1 / 1e9 }'
    else rm -rf "$work/peer-$1"; echo -
    fi
}

commands_row() {
    local url=$server/bench_$1 out=$work/compact-$1 floor dump aside first again peer analyzed
    floor=$(median "$runs" true "psql -q $url -c ''")
    dump=$(median "$runs" true "pg_dump -s -f /dev/null $url")
    # Moved aside and not removed: ext4 is slow to make files where as many have just gone.
    aside="bash -c 'if [ -e $out ]; then mv $out \$(mktemp -d $work/old.XXXXXX); fi'"
    first=$(median "$runs" "$aside" "$scaffold generate -q --database-url $url --output $out")
    again=$(median "$runs" true "$scaffold generate -q --database-url $url --output $out")
    peer=$(peer "$1" "$peer_limit")
    psql -q "$url" -c ANALYZE
    analyzed=$(peer "$1" 1800)
    echo "| $1 | $(short "$first") | $(short "$again") | $(short "$dump") | $(short "$peer") | $(short "$analyzed") |" \
        "$(short "$floor") | $(ratio "$first" "$dump") | $(ratio "$analyzed" "$first") |"
}

# --- cargo check of the crate alone ----------------------------------------------------------------------------------

check() {
    local crate=$work/$1 check="cargo check --quiet --offline --manifest-path $work/$1/Cargo.toml"
    if [ ! -d "$crate" ]; then echo -; return; fi
    cp "$root/Cargo.lock" "$crate/Cargo.lock"
    (cd "$crate" && cargo check --quiet >&2)
    median "$check_runs" "touch $crate/src/lib.rs" "$check"
}

# write_crate NAME TABLES FORMAT REPOSITORIES
write_crate() {
    printf '[entity]\nformat = "%s"\nrepositories = %s\n' "$3" "$4" >"$work/$1.toml"
    "$scaffold" generate -q --config "$work/$1.toml" --database-url "$server/bench_$2" --output "$work/$1-$2"
}

check_row() {
    local alone all expanded peer
    write_crate alone "$1" compact false
    write_crate expanded "$1" expanded false
    if [ -d "$work/peer-$1" ]; then cp "$work/alone-$1/Cargo.toml" "$work/peer-$1/"; fi
    alone=$(check "alone-$1")
    all=$(check "compact-$1")
    expanded=$(check "expanded-$1")
    peer=$(check "peer-$1")
    echo "| $1 | $(short "$alone") | $(short "$expanded") | $(short "$all") | $(short "$peer") | $(ratio "$all" "$alone") |" \
        "$(ratio "$alone" "$peer") | $(ratio "$all" "$peer") | $(each "$alone" "$1") | $(each "$all" "$1") |"
}

# --- all of it -------------------------------------------------------------------------------------------------------

cd "$root"
cargo build --quiet --release --package sea-scaffold
schema=$(cargo bench --package sea-scaffold --bench stages --no-run 2>&1 | sed -n 's/.*Executable .*(\(.*\)).*/\1/p')
trap clean_up EXIT
if [ -n "${BENCH_POSTGRES_URL:-}" ]; then server=$BENCH_POSTGRES_URL; else start_server; fi
export CARGO_TARGET_DIR=$work/target CARGO_INCREMENTAL=0

sizes=${*:-100 300 1000}
for tables in $sizes; do make_database "$tables"; done
echo '| tables | `scaffold generate` | again, no change | `pg_dump -s` | `sea-orm-cli` | analyzed |' \
    '`psql` alone | generate / pg_dump | sea-orm-cli, analyzed / generate |'
echo '|---|---|---|---|---|---|---|---|---|'
for tables in $sizes; do commands_row "$tables"; done
echo
# With repositories and relations a crate is to cost half as much again at most, and each table as much whatever there are.
echo '| tables | `cargo check`, compact | expanded | compact with repositories | sea-orm-cli, compact | with / without |' \
    'without / sea-orm-cli | with / sea-orm-cli | each table without | with |'
echo '|---|---|---|---|---|---|---|---|---|---|'
for tables in $sizes; do if [ "$tables" -le "$check_tables" ]; then check_row "$tables"; fi; done
if [ -n "${BENCH_POSTGRES_URL:-}" ]; then
    for tables in $sizes; do psql -q "$server/postgres" -c "DROP DATABASE bench_$tables"; done
fi
