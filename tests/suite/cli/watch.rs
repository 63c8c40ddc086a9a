//! `scaffold watch`: what is saved is synced, what fails is told, and only Ctrl-C ends it.

use super::place::Place;
use anyhow::{Result, ensure};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

/// A run of `watch`, ended with the test.
struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn start(mut command: Command) -> Result<Self> {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let streams: [Option<Box<dyn Read + Send>>; 2] =
            [child.stdout.take().map(|out| Box::new(out) as _), child.stderr.take().map(|err| Box::new(err) as _)];
        let (sender, lines) = mpsc::channel();
        for stream in streams.into_iter().flatten() {
            let sender = sender.clone();
            thread::spawn(move || {
                let lines = BufReader::new(stream).lines().map_while(Result::ok);
                lines.map(|line| sender.send(line)).take_while(Result::is_ok).count()
            });
        }
        Ok(Self { child, lines })
    }

    /// Waits until it has said all of these, in any order: what it says comes on two streams.
    fn says(&self, texts: &[&str]) -> Result<()> {
        let mut said: Vec<String> = Vec::new();
        while let Ok(line) = self.lines.recv_timeout(Duration::from_secs(60)) {
            said.push(line);
            if texts.iter().all(|text| said.iter().any(|line| line.contains(text))) {
                return Ok(());
            }
        }
        anyhow::bail!("it does not say {texts:?}: {said:#?}")
    }

    fn interrupt(mut self) -> Result<Option<i32>> {
        let killed = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status()?;
        ensure!(killed.success(), "kill ended with {killed}");
        Ok(self.child.wait()?.code())
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // It is over already where all went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn what_is_saved_is_synced_until_the_end() -> Result<()> {
    let place = Place::shop()?;
    let source = "migration/src/lib.rs";
    let save = |text: &str| place.write(source, &(place.read(source)? + text));
    let mut command = place.scaffold(&["watch"]);
    command.env("STEPS", "4");
    let watch = Watch::start(command)?;
    watch.says(&["4 applied", "watching migration"])?;
    save("// one\n")?;
    watch.says(&["4 applied", "watching migration"])?;

    let file = "entity/src/generated/mod.rs";
    let good = place.read(file)?;
    place.write(file, &(good.clone() + "// mine\n"))?;
    save("// two\n")?;
    watch.says(&["error[F001]", "watching migration"])?;
    place.write(file, &good)?;
    place.write("migration/src/m2099_new.rs", "// saved\n")?;
    watch.says(&["created ", "watching migration"])?;

    while watch.lines.recv_timeout(Duration::from_millis(300)).is_ok() {}
    place.write("migration/target/debug/out", "what cargo builds is no change")?;
    let quiet = watch.lines.recv_timeout(Duration::from_millis(600));
    ensure!(quiet.is_err(), "{quiet:?}");
    ensure!(watch.interrupt()? == Some(130), "it ends as interrupted");
    place.run(&["check"])?.ends_with_code(0)?;
    Ok(())
}

#[test]
fn a_migration_crate_that_comes_later_is_synced_then() -> Result<()> {
    let (place, shop) = (Place::empty()?, Place::shop()?);
    let watch = Watch::start(place.scaffold(&["watch"]))?;
    watch.says(&["error[C025]", "watching migration"])?;
    for path in ["src/lib.rs", "Cargo.toml"] {
        place.write(&format!("migration/{path}"), &shop.read(&format!("migration/{path}"))?)?;
    }
    watch.says(&["11 applied"])
}
