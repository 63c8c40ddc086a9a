//! `scaffold explain`: the manual page of a rule, or a line for each.

use super::super::arguments::ExplainArguments;
use super::super::exit::Exit;
use super::super::output::{FAINT, Output, STRONG};
use super::print::style;
use crate::diagnostic::Diagnostic;
use crate::lint;
use anyhow::Result;

/// Prints the page of each rule that is named, or a line for each rule.
pub(in super::super) fn explain(arguments: &ExplainArguments, output: Output) -> Result<Exit> {
    if arguments.rules.is_empty() {
        return list(output);
    }
    let ids: Vec<&str> = lint::manuals().iter().map(|manual| manual.id).collect();
    let find = |name: &String| lint::manual(name).ok_or_else(|| Diagnostic::unknown_rule("explain", name, &ids));
    let manuals = arguments.rules.iter().map(find).collect::<Result<Vec<_>, _>>()?;
    if output.is_json() {
        output.json(&manuals)?;
        return Ok(Exit::Fine);
    }
    let pages: Vec<String> = manuals.iter().map(|manual| page(manual)).collect();
    output.data(&pages.join("\n"))?;
    Ok(Exit::Fine)
}

fn page(manual: &lint::Manual) -> String {
    let (head, rest) = manual.text.split_once('\n').unwrap_or((manual.text, ""));
    let level = format!("{FAINT}By itself: {}{FAINT:#}", manual.level.word());
    let fix = match (manual.fix, manual.choice) {
        (Some(does), _) => format!("{FAINT}--fix {does}{FAINT:#}\n"),
        (None, Some(choice)) => format!("{FAINT}--fix leaves it: {choice}{FAINT:#}\n"),
        (None, None) => String::new(),
    };
    format!("{STRONG}{head}{STRONG:#}\n{level}\n{fix}{}\n", rest.trim_end())
}

fn list(output: Output) -> Result<Exit> {
    if output.is_json() {
        output.json(&lint::manuals())?;
        return Ok(Exit::Fine);
    }
    let line = |manual: &lint::Manual| {
        let style = style(manual.level);
        format!("{style}{:<5}{style:#} {:<26} {}\n", manual.level.word(), manual.id, manual.title)
    };
    output.data(&lint::manuals().iter().map(line).collect::<String>())?;
    Ok(Exit::Fine)
}
