use std::collections::BTreeSet;

/// Draws what builds on what in columns beside a list, the newest first, as `git log --graph` does.
#[derive(Debug, Default)]
pub(super) struct Graph<'a> {
    /// What is awaited in each column: something that is drawn already builds on it.
    columns: Vec<&'a str>,
}

/// The lines of one migration.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Drawn {
    /// Lines that make room, above its own.
    pub(super) above: Vec<String>,
    /// What stands before it on its own line.
    pub(super) own: String,
    /// Lines that lead on to what it builds on.
    pub(super) below: Vec<String>,
}

impl<'a> Graph<'a> {
    /// The next one, which everything that builds on it was drawn before, with what it builds on.
    pub(super) fn draw(&mut self, own: &'a str, parents: &[&'a str]) -> Drawn {
        let mut drawn = Drawn::default();
        let column = self.columns.iter().position(|awaited| *awaited == own).unwrap_or_else(|| {
            self.columns.push(own);
            self.columns.len() - 1
        });
        // An edge more needs one column more; all but the last of them are made room for beforehand.
        let more = parents.len().saturating_sub(1);
        let beyond = self.columns.len() - column - 1;
        if beyond > 0 {
            for moved in 0..more.saturating_sub(1) {
                let left: String = "| ".repeat(column + 1);
                let line = format!("{left}{}{}", "  ".repeat(moved), " \\".repeat(beyond));
                drawn.above.push(line);
            }
        }
        let wide = "-.".repeat(more.saturating_sub(1)).replace(".-", "--");
        let before = self.columns.len();
        drawn.own = format!("{}*{wide} {}", "| ".repeat(column), "| ".repeat(beyond));
        match parents.split_first() {
            None => {
                self.columns.remove(column);
                if beyond > 0 {
                    drawn.below.push(format!("{}{}", "| ".repeat(column), " /".repeat(beyond)));
                }
            }
            Some((first, others)) => {
                if let Some(place) = self.columns.get_mut(column) {
                    *place = first;
                }
                for (place, other) in others.iter().enumerate() {
                    self.columns.insert(column + 1 + place, other);
                }
                if more > 0 {
                    let left = "| ".repeat(column);
                    let edges = "\\ ".repeat(more);
                    drawn.below.push(format!("{left}|{edges}{}", "\\ ".repeat(beyond)));
                }
                self.meet(&mut drawn.below);
            }
        }
        let trim = |line: &String| line.trim_end().to_owned();
        // What follows begins where nothing leads on below, as with git.
        let width = (2 * (before + more)).saturating_sub(1);
        Drawn {
            above: drawn.above.iter().map(trim).collect(),
            own: format!("{:width$}", drawn.own.trim_end()),
            below: drawn.below.iter().map(trim).collect(),
        }
    }

    /// Lets columns meet in which the same is awaited.
    fn meet(&mut self, lines: &mut Vec<String>) {
        while let Some((at, from)) = self.twins() {
            let count = self.columns.len();
            for edge in (at + 1..=from).rev() {
                // The edge goes left between two columns; on the first line, those behind it close up.
                let mut line: Vec<char> = vec![' '; 2 * count];
                for column in 0..count {
                    let place = match column {
                        _ if column == from => continue,
                        _ if column < from => 2 * column,
                        _ if edge == from => 2 * column - 1,
                        _ => 2 * column - 2,
                    };
                    if let Some(cell) = line.get_mut(place) {
                        *cell = if column > from && edge == from { '/' } else { '|' };
                    }
                }
                if let Some(cell) = line.get_mut(2 * edge - 1) {
                    *cell = '/';
                }
                lines.push(line.into_iter().collect());
            }
            self.columns.remove(from);
        }
    }

    /// The leftmost column that awaits what one before it does, and that one.
    fn twins(&self) -> Option<(usize, usize)> {
        let mut seen = BTreeSet::new();
        let from = self.columns.iter().position(|awaited| !seen.insert(*awaited))?;
        let twin = self.columns.get(from)?;
        Some((self.columns.iter().position(|awaited| awaited == twin)?, from))
    }
}

#[cfg(test)]
mod tests {
    use super::Graph;

    /// The graph of migrations given newest first, each with what it builds on.
    fn drawn(migrations: &[(&str, &[&str])]) -> String {
        let mut graph = Graph::default();
        let mut lines = Vec::new();
        for (own, parents) in migrations {
            let drawn = graph.draw(own, parents);
            lines.extend(drawn.above);
            lines.push(format!("{} {own}", drawn.own));
            lines.extend(drawn.below);
        }
        assert!(graph.columns.is_empty(), "{graph:?}");
        format!("\n{}\n", lines.join("\n"))
    }

    #[test]
    fn a_line_is_straight() {
        assert_eq!(drawn(&[("3", &["2"]), ("2", &["1"]), ("1", &[])]), "\n* 3\n* 2\n* 1\n");
    }

    #[test]
    fn branches_part_and_meet_as_git_draws_them() {
        let diamond: &[(&str, &[&str])] = &[("4", &["2", "3"]), ("3", &["1"]), ("2", &["1"]), ("1", &[])];
        assert_eq!(drawn(diamond), "\n*   4\n|\\\n| * 3\n* | 2\n|/\n* 1\n");
        let open: &[(&str, &[&str])] = &[("4", &["3"]), ("3", &["1"]), ("2", &["1"]), ("1", &[])];
        assert_eq!(drawn(open), "\n* 4\n* 3\n| * 2\n|/\n* 1\n");
    }

    #[test]
    fn three_meet() {
        let three: &[(&str, &[&str])] =
            &[("5", &["2", "3", "4"]), ("4", &["1"]), ("3", &["1"]), ("2", &["1"]), ("1", &[])];
        assert_eq!(drawn(three), "\n*-.   5\n|\\ \\\n| | * 4\n| * | 3\n| |/\n* | 2\n|/\n* 1\n");
    }

    #[test]
    fn an_edge_crosses_what_lies_between() {
        let crossed: &[(&str, &[&str])] =
            &[("6", &["3"]), ("5", &["2"]), ("4", &["3"]), ("3", &["1"]), ("2", &["1"]), ("1", &[])];
        assert_eq!(drawn(crossed), "\n* 6\n| * 5\n| | * 4\n| |/\n|/|\n* | 3\n| * 2\n|/\n* 1\n");
        let roots: &[(&str, &[&str])] = &[("4", &["1"]), ("3", &[]), ("2", &["1"]), ("1", &[])];
        assert_eq!(drawn(roots), "\n* 4\n| * 3\n| * 2\n|/\n* 1\n");
    }
}
