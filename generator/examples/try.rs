//! scratch
#![allow(clippy::print_stdout, missing_docs)]
use sea_scaffold::*;
#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let url = args.next().unwrap_or_default();
    let out = args.next().unwrap_or_default();
    let mut settings = config::Settings::default();
    match args.next().as_deref() {
        Some("expanded") => settings.entity.format = config::Format::Expanded,
        Some("dense") => settings.entity.format = config::Format::Dense,
        _ => {}
    }
    let t = std::time::Instant::now();
    let mut session = database::Session::open(&url).await?;
    let catalog = introspect::introspect(&mut session, &settings.database, "seaql_migrations").await?;
    println!("introspect {:?} {} statements", t.elapsed(), session.statements());
    let t = std::time::Instant::now();
    let (model, diagnostics) = model::build(&catalog, &settings);
    println!("model {:?}", t.elapsed());
    let t = std::time::Instant::now();
    let files = render::render(&model, &settings)?;
    println!("render {:?} {} files", t.elapsed(), files.len());
    for d in diagnostics {
        println!("{d}");
    }
    for file in files {
        let path = std::path::Path::new(&out).join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap_or(&path))?;
        std::fs::write(path, file.text)?;
    }
    Ok(())
}
