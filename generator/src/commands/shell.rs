//! `scaffold completions` and `scaffold man`: what shells and readers need, made from the command line itself.

use super::arguments::Arguments;
use super::exit::Exit;
use super::output::Output;
use anyhow::Result;
use clap::CommandFactory;
use clap_complete::Shell;

/// Prints the completions of a shell.
pub(super) fn completions(shell: Shell, output: Output) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "scaffold", &mut script);
    output.bytes(&script)?;
    Ok(Exit::Fine)
}

/// Prints the manual: one page, the verbs in the order of the help.
pub(super) fn manual(output: Output) -> Result<Exit> {
    let mut page = Vec::new();
    let mut command = Arguments::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for verb in command.get_subcommands().filter(|verb| verb.get_name() != "help") {
        let man = clap_mangen::Man::new(verb.clone());
        page.extend_from_slice(format!(".SH \"SCAFFOLD {}\"\n", verb.get_name().to_uppercase()).as_bytes());
        man.render_description_section(&mut page)?;
        man.render_options_section(&mut page)?;
    }
    output.bytes(&page)?;
    Ok(Exit::Fine)
}
