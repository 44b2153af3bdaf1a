use crate::error::Error;

/// What clap says of a command line, as an error of ours: its first paragraph, its tips, and its last word.
pub(crate) fn usage(error: &clap::Error) -> Error {
    let text = error.render().to_string();
    let mut paragraphs = text.split("\n\n");
    let message: Vec<&str> = paragraphs.next().unwrap_or_default().split_whitespace().collect();
    let message = message.join(" ");
    let usage = Error::usage(message.strip_prefix("error: ").unwrap_or(&message));
    let hints = paragraphs.flat_map(str::lines).map(str::trim).filter_map(|line| match line.strip_prefix("tip: ") {
        Some(tip) => Some(tip.to_owned()),
        None => line.strip_prefix("For more information, ").map(|way| way.trim_end_matches('.').to_owned()),
    });
    hints.fold(usage, Error::hint)
}

#[cfg(test)]
mod tests {
    use super::usage;

    #[test]
    fn what_clap_says_is_an_error_of_ours() {
        let command = clap::Command::new("manage")
            .arg(clap::Arg::new("database").long("database"))
            .subcommand_required(true)
            .subcommand(clap::Command::new("downgrade").arg(clap::Arg::new("target").required(true)));
        for (arguments, message, hints) in [
            (
                &["manage", "--databse"][..],
                "unexpected argument '--databse' found",
                &["a similar argument exists: '--database'", "try '--help'"][..],
            ),
            (
                &["manage", "downgrade"],
                "the following required arguments were not provided: <target>",
                &["try '--help'"],
            ),
            (
                &["manage"],
                "'manage' requires a subcommand but one was not provided [subcommands: downgrade, help]",
                &["try '--help'"],
            ),
        ] {
            let error = usage(&command.clone().try_get_matches_from(arguments).unwrap_err());
            assert_eq!(
                (error.to_string().as_str(), error.hints()),
                (message, &*hints.iter().map(|hint| (*hint).to_owned()).collect::<Vec<_>>())
            );
        }
    }
}
