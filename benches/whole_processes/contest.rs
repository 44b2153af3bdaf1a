//! Several programs that do the same, side by side.

use std::time::Duration;

use super::process::{Cost, Process};

/// How often each contestant is run at least, and at most. The median counts.
const RUNS: [usize; 2] = [5, 41];
/// What takes less than this is run more often.
const LONG_ENOUGH: Duration = Duration::from_secs(2);

/// What a contestant is there for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// One of ours. The first is what the others are compared with.
    Ours,
    /// What no program could do faster.
    Floor,
    /// Somebody else's.
    Peer,
}

/// Contestants that take turns, so that what else the machine does hits all of them alike.
pub(crate) struct Contest<'a> {
    name: &'a str,
    contestants: Vec<Contestant<'a>>,
}

struct Contestant<'a> {
    name: String,
    role: Role,
    prepare: Box<dyn FnMut() + 'a>,
    process: Process,
    costs: Vec<Cost>,
}

/// What ours cost in a contest: the median.
pub(crate) struct Result {
    /// The contest and the contestant.
    pub(crate) name: String,
    pub(crate) cost: Cost,
}

impl<'a> Contest<'a> {
    pub(crate) fn new(name: &'a str) -> Self {
        Self { name, contestants: Vec::new() }
    }

    /// Adds a contestant, which begins each time with what the function leaves.
    pub(crate) fn enter(
        &mut self,
        role: Role,
        name: impl Into<String>,
        prepare: impl FnMut() + 'a,
        process: Process,
    ) -> &mut Self {
        let (name, prepare) = (name.into(), Box::new(prepare));
        self.contestants.push(Contestant { name, role, prepare, process, costs: Vec::new() });
        self
    }

    /// Lets them take turns, prints the medians, and gives those of ours.
    pub(crate) fn run(&mut self) -> Vec<Result> {
        // Once without counting: files get into the system's memory, and it is seen how long it takes.
        let first = self.round();
        let often = LONG_ENOUGH.as_nanos() / first.as_nanos().max(1);
        let rounds = usize::try_from(often).unwrap_or(usize::MAX).clamp(RUNS[0], RUNS[1]);
        self.contestants.iter_mut().for_each(|contestant| contestant.costs.clear());
        for _ in 0..rounds {
            self.round();
        }
        self.print(rounds)
    }

    fn round(&mut self) -> Duration {
        let turn = |contestant: &mut Contestant<'_>| {
            (contestant.prepare)();
            let cost = contestant.process.run();
            contestant.costs.push(cost);
            cost.time
        };
        self.contestants.iter_mut().map(turn).sum()
    }

    fn print(&self, rounds: usize) -> Vec<Result> {
        println!("\n{} ({rounds} rounds)", self.name);
        let ours = self.time_of(Role::Ours);
        let floor = self.time_of(Role::Floor);
        println!("  {:44} {:>9} {:>9} {:>9} {:>9}", "", "seconds", "x manage", "x floor", "MB");
        let mut results = Vec::new();
        for contestant in &self.contestants {
            let cost = contestant.median();
            let ratio = |to: Option<Duration>| match to {
                Some(to) => format!("{:.2}", cost.time.as_secs_f64() / to.as_secs_f64()),
                None => String::new(),
            };
            let megabytes = cost.memory as f64 / 1e6;
            let seconds = cost.time.as_secs_f64();
            println!("  {:44} {seconds:9.4} {:>9} {:>9} {megabytes:9.1}", contestant.name, ratio(ours), ratio(floor));
            if contestant.role == Role::Ours {
                results.push(Result { name: format!("{}: {}", self.name, contestant.name), cost });
            }
        }
        results
    }

    fn time_of(&self, role: Role) -> Option<Duration> {
        self.contestants.iter().find(|contestant| contestant.role == role).map(|contestant| contestant.median().time)
    }
}

impl Contestant<'_> {
    fn median(&self) -> Cost {
        let middle = |mut values: Vec<u128>| {
            values.sort_unstable();
            u64::try_from(values[values.len() / 2]).expect("a run that ended in this age")
        };
        let time = middle(self.costs.iter().map(|cost| cost.time.as_nanos()).collect());
        let memory = middle(self.costs.iter().map(|cost| u128::from(cost.memory)).collect());
        Cost { time: Duration::from_nanos(time), memory }
    }
}
