//! A real browser: chromium, or Chrome, without a window, driven through chromedriver.
//!
//! Both are children of a small shell that waits for a pipe from this process to close, and then ends them all.

use crate::servers;
use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;
use fantoccini::wd::{Capabilities, PrintConfiguration};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value as Json, json};
use std::io::{BufRead, BufReader, Lines};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long the page may take to show what is asked of it.
const PATIENCE: Duration = Duration::from_secs(20);

/// Runs `"$@"`, and kills its own process group when standard input closes.
const KEEPER: &str = r#"exec 3<&0; "$@" </dev/null 3<&- & cat <&3 >/dev/null; kill -KILL 0"#;

/// The programs that it takes, where they are there. What is missing is said aloud; under `CI=true` it is a failure.
pub(crate) fn programs() -> Option<[PathBuf; 2]> {
    let chromium = servers::program("google-chrome").or_else(|_| servers::program("chromium"));
    match (servers::program("chromedriver"), chromium) {
        (Ok(driver), Ok(chromium)) => Some([driver, chromium]),
        (Err(error), _) | (_, Err(error)) => {
            servers::missing("chromium", &error);
            None
        }
    }
}

/// A browser with one page.
pub(crate) struct Browser {
    client: Client,
    keeper: Child,
    /// Were it closed, chromedriver could not say a word more.
    _said: Lines<BufReader<ChildStdout>>,
    _home: TempDir,
}

impl Browser {
    pub(crate) async fn start([driver, chromium]: [PathBuf; 2]) -> Result<Self> {
        let home = tempfile::Builder::new().prefix("scaffold-chromium-").tempdir()?;
        let mut command = Command::new("/bin/sh");
        command.args(["-c", KEEPER, "keeper"]).arg(driver).arg("--port=0").env("HOME", home.path());
        command.env("TMPDIR", home.path()).process_group(0);
        let mut keeper = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut said = BufReader::new(keeper.stdout.take().context("a pipe")?).lines();
        // `ChromeDriver was started successfully on port 37047.`
        let port = said
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.split_once("successfully on port ").map(|(_, port)| port.to_owned()));
        let port = port.context("chromedriver does not say where it listens")?;
        let url = format!("http://127.0.0.1:{}", port.trim_end_matches('.'));
        let client =
            ClientBuilder::new(HttpConnector::new()).capabilities(capabilities(chromium)).connect(&url).await?;
        Ok(Self { client, keeper, _said: said, _home: home })
    }

    pub(crate) async fn open(&self, url: &str) -> Result<()> {
        Ok(self.client.goto(url).await?)
    }

    /// What an expression of JavaScript is in the page.
    pub(crate) async fn value(&self, expression: &str) -> Result<Json> {
        Ok(self.client.execute(&format!("return ({expression});"), Vec::new()).await?)
    }

    /// Waits until an expression of JavaScript is that.
    pub(crate) async fn until(&self, expression: &str, expected: impl Into<Json>) -> Result<()> {
        let (expected, deadline) = (expected.into(), Instant::now() + PATIENCE);
        loop {
            let found = self.value(expression).await?;
            if found == expected {
                return Ok(());
            }
            ensure!(Instant::now() < deadline, "{expression} is {found} and not {expected}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub(crate) async fn click(&self, selector: &str) -> Result<()> {
        let element = self.client.find(Locator::Css(selector)).await.with_context(|| selector.to_owned())?;
        Ok(element.click().await?)
    }

    /// Puts a text in place of what a field holds, as if it were typed.
    pub(crate) async fn fill(&self, selector: &str, text: &str) -> Result<()> {
        let element = self.client.find(Locator::Css(selector)).await.with_context(|| selector.to_owned())?;
        element.clear().await?;
        Ok(element.send_keys(text).await?)
    }

    /// Presses keys, wherever the focus is.
    pub(crate) async fn press(&self, keys: &str) -> Result<()> {
        Ok(self.client.active_element().await?.send_keys(keys).await?)
    }

    pub(crate) async fn key(&self, key: Key) -> Result<()> {
        self.press(&char::from(key).to_string()).await
    }

    /// The page as it goes to a printer: a PDF.
    pub(crate) async fn print(&self) -> Result<Vec<u8>> {
        Ok(self.client.print(PrintConfiguration::default()).await?)
    }

    pub(crate) async fn back(&self) -> Result<()> {
        Ok(self.client.back().await?)
    }

    /// Agrees to what the page asks in a window of its own.
    pub(crate) async fn agree(&self) -> Result<()> {
        Ok(self.client.accept_alert().await?)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

/// Without a sandbox, which chromium cannot make for root and in many containers; the page is our own.
fn capabilities(chromium: PathBuf) -> Capabilities {
    let arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=en"];
    let options = json!({ "binary": chromium, "args": arguments });
    Capabilities::from_iter([("goog:chromeOptions".to_owned(), options)])
}
