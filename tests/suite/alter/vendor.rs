//! A MySQL that is no MariaDB, from schema to schema: what it is told there is what it says.

use super::{State, go};
use crate::fidelity;
use crate::metamorphic::vendor::{OWN, common};
use crate::servers;
use anyhow::{Context, Result, ensure};

#[test]
fn a_mysql_goes_from_schema_to_schema_and_says_what_each_says() -> Result<()> {
    let Some(server) = servers::vendor_mysql() else { return Ok(()) };
    let mut failures = Vec::new();
    let own = server.database("own")?;
    own.execute(OWN)?;
    let mut all = vec![("own".to_owned(), State::seen(&own, &[])?)];
    for subject in common()? {
        let there = server.database(&subject.name)?;
        fidelity::load(&there, &subject.load).with_context(|| subject.name.clone())?;
        all.push((subject.name, State::seen(&there, &[])?));
    }
    let mut database = server.database("walk")?;
    let mut now = State::seen(&database, &[])?;
    ensure!(all.len() > 40, "{} schemas", all.len());
    for (name, wanted) in &all {
        match go(&database, &now, wanted) {
            Ok(there) => now = there,
            Err(error) => {
                failures.push(format!("to {name}: {error:#}"));
                database = server.database("walk")?;
                now = State::seen(&database, &[])?;
            }
        }
    }
    let empty = now.without_anything();
    go(&database, &now, &empty)?;
    ensure!(failures.is_empty(), "{}", failures.join("\n\n"));
    Ok(())
}
