//! Whole processes on large projects, as a person waits for them: medians of several runs, the contestants taking turns,
//! with what there is to compare with (`sqlite3` for the floor, `diesel` if `$DIESEL` names it).
//!
//! `cargo bench --bench whole_processes -- [MODELS...] [--running] [--servers] [--peers]`; without numbers 200 and 1,000.
//! `--running` leaves out what generates migrations; `--servers` measures on PostgreSQL and MariaDB alone, on the servers
//! that `$MANAGE_TEST_POSTGRES` and `$MANAGE_TEST_MYSQL` name (`tests/servers start`); `--peers` measures Django and Alembic
//! as well, which `benches/peers/setup` installs into `target/peers` with pip.

mod contest;
mod large_history;
mod large_project;
mod on_servers;
mod peers;
mod process;
mod scene;
mod steps;

use contest::Result;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let sizes: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![200, 1000] } else { sizes };
    let generating = !arguments.iter().any(|argument| argument == "--running");
    let servers = arguments.iter().any(|argument| argument == "--servers");
    let peers = arguments.iter().any(|argument| argument == "--peers").then(peers::Peers::set_up);
    let folder = tempfile::tempdir().expect("a folder");
    let mut smaller: Option<(usize, Vec<Result>)> = None;
    steps::start_up(folder.path());
    for models in sizes {
        println!("\n== {models} models of 12 columns, 3 indexes and a foreign key each");
        let here = folder.path().join(models.to_string());
        if servers {
            on_servers::measure(&here, models);
            continue;
        }
        let results = steps::measure(&here, models, generating);
        if let Some(peers) = &peers {
            steps::beside_others(&here, models, peers);
        }
        if let Some((before, smaller)) = &smaller {
            growth(*before, smaller, models, &results);
        }
        smaller = Some((models, results));
    }
}

/// How much more the larger project costs.
fn growth(before: usize, smaller: &[Result], after: usize, larger: &[Result]) {
    println!("\nGrowth from {before} to {after}{:>60} {:>9}", "time", "memory");
    for larger in larger {
        let Some(smaller) = smaller.iter().find(|smaller| smaller.name == larger.name) else { continue };
        let time = larger.cost.time.as_secs_f64() / smaller.cost.time.as_secs_f64();
        let memory = larger.cost.memory as f64 / smaller.cost.memory as f64;
        println!("  {:76} {time:7.2} {memory:9.2}", larger.name);
    }
}
